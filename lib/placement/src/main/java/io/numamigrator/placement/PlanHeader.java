package io.numamigrator.placement;

import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.ProcessIdentity;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * What a plan says of itself: for which process and machine it was made, by whom and when.
 *
 * @param process the process whose pages it places
 * @param topology the digest of the machine's nodes: see {@link TopologyDigest}
 * @param pageBytes the size of a base page there
 * @param createdBy the program that made the plan
 * @param time when it was made
 */
public record PlanHeader(
        ProcessIdentity process, String topology, int pageBytes, String createdBy, Instant time) {

    /** Checks that the page size is a power of two. */
    public PlanHeader {
        Objects.requireNonNull(process, "process");
        Objects.requireNonNull(topology, "topology");
        Objects.requireNonNull(createdBy, "createdBy");
        Objects.requireNonNull(time, "time");
        if (Integer.bitCount(pageBytes) != 1 || pageBytes < 1) {
            throw new IllegalArgumentException("pageBytes " + pageBytes + " is no power of two");
        }
    }

    /**
     * Describes a process as it is now.
     *
     * @param createdBy the program that makes the plan
     * @throws io.numamigrator.NumaException ESRCH if there is no such process
     */
    public static PlanHeader of(NumaMigrator numa, NumaProcess process, String createdBy) {
        return new PlanHeader(process.identity(), TopologyDigest.of(numa.topology()), numa.backend().pageSize(),
                createdBy, now());
    }

    /** Returns the same of a plan that is made now. */
    PlanHeader madeNow() {
        return new PlanHeader(process, topology, pageBytes, createdBy, now());
    }

    private static Instant now() {
        return Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
