package io.numamigrator.pages;

import java.util.List;
import java.util.Optional;

/**
 * The mapped memory of a process at one moment, or why it cannot be told.
 *
 * @param <A> how an area is described
 * @param areas empty if it cannot be told
 * @param swapped what is swapped out, in bytes; 0 if it was not asked for
 * @param unseen how much memory of areas that others may have touched is not mapped here, in bytes: shmem, memfd, System V, hugetlb. It may
 *     be there, on any node. Files on disks are left out: what a process has not mapped of them belongs to the page cache
 * @param unknownBecause empty if it can
 */
public record Whereabouts<A>(List<A> areas, long swapped, long unseen, Optional<String> unknownBecause) {

    /** Returns that it cannot be told. */
    public static <A> Whereabouts<A> unknown(String why) {
        return new Whereabouts<>(List.of(), 0, 0, Optional.of(why));
    }
}
