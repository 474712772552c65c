package io.numamigrator;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One virtual memory area of a process: its policy, what backs it, and its pages by node; /proc/PID/numa_maps and maps.
 *
 * <p>Only mapped pages are counted: swapped pages, pages never touched, and the shared zero page have no node.
 *
 * @param start first address
 * @param mapping what /proc/PID/maps says of the area; absent if no area of maps starts at {@code start}, because the
 *     process changed its mappings between the two reads
 * @param policy the policy in effect: the area's own, else its thread's; incomplete if the kernel had no room for all of it
 * @param backing what the area maps
 * @param huge whether it is a hugetlb area, whose counts are huge pages
 * @param counts its pages
 * @param pageBytes size in bytes of what one count stands for: a base page, transparent huge pages count one for each
 *     base page; in a hugetlb area a huge page. Absent for a hugetlb area without pages, and before Linux 4.2 for any if
 *     smaps does not tell, either
 */
public record Vma(
        long start,
        Optional<Mapping> mapping,
        MemoryPolicy policy,
        Backing backing,
        boolean huge,
        Counts counts,
        OptionalLong pageBytes) {

    /**
     * A line of /proc/PID/maps.
     *
     * @param range the addresses of the area
     * @param permissions for example {@code rw-p}: read, write, execute, shared or private
     * @param offset of the first byte in the file
     * @param path the file, a name like {@code [heap]} or {@code [anon:JVM heap]}, or empty text
     * @param file which file it is, whatever its name; empty for anonymous memory
     */
    public record Mapping(
            MemoryRange range, String permissions, long offset, String path, Optional<FileId> file) {

        /** Returns whether pages belong to the file, whoever writes to them: {@code s} among the permissions. */
        public boolean isShared() {
            return permissions.endsWith("s");
        }
    }

    /**
     * A file as the kernel knows it, shared memory and deleted files among them: areas of one file show the same pages at the same offset.
     *
     * @param device for example {@code 08:01}
     * @param inode its number there
     */
    public record FileId(String device, long inode) {}

    /** What an area maps, as far as numa_maps says it. */
    public sealed interface Backing {

        /** No file: anonymous memory. */
        record Anonymous() implements Backing {}

        /** The brk heap, {@code [heap]} of maps; not the heap of a JVM. */
        record Heap() implements Backing {}

        /** A stack; {@code thread} is the thread it belongs to, named by Linux 3.4 to 4.4 alone. */
        record Stack(OptionalInt thread) implements Backing {}

        /** A file, its octal escapes resolved; shared memory is a file, too: {@code /dev/zero (deleted)}. */
        record File(String path) implements Backing {}
    }

    /**
     * The pages of an area, each count in units of {@link Vma#pageBytes()}.
     *
     * @param mapped pages in the page tables
     * @param anonymous of these, anonymous ones
     * @param dirty of these, dirty ones
     * @param swapCache of these, in the swap cache
     * @param writeback of these, being written back
     * @param active of these, on the active list; absent for hugetlb areas
     * @param maxMappings how often the most mapped page is mapped, in all processes; 0 if there is no page
     * @param byNode pages by node, ascending
     */
    public record Counts(
            long mapped,
            long anonymous,
            long dirty,
            long swapCache,
            long writeback,
            OptionalLong active,
            long maxMappings,
            Map<Integer, Long> byNode) {

        /** Creates a value with an unmodifiable copy of the pages by node, ascending. */
        public Counts {
            byNode = Collections.unmodifiableMap(new TreeMap<>(byNode));
        }
    }

    /** Return the end of the area (exclusive); empty if {@link #mapping} is. */
    public OptionalLong end() {
        return mapping.isPresent() ? OptionalLong.of(mapping.get().range().end()) : OptionalLong.empty();
    }

    /** Returns the path of the file, or the name in brackets, or empty text. */
    public String name() {
        return mapping.map(Mapping::path).orElseGet(this::backingName);
    }

    private String backingName() {
        return switch (backing) {
            case Backing.Anonymous _ -> "";
            case Backing.Heap _ -> "[heap]";
            case Backing.Stack _ -> "[stack]";
            case Backing.File file -> file.path();
        };
    }

    /**
     * Returns the mapped memory in bytes.
     *
     * @throws IllegalStateException if {@link #pageBytes} is absent and there are pages
     */
    public long bytes() {
        return counts.mapped() * countedBytes();
    }

    /**
     * Returns the mapped memory in bytes by node, ascending.
     *
     * @throws IllegalStateException if {@link #pageBytes} is absent and there are pages
     */
    public Map<Integer, Long> bytesByNode() {
        Map<Integer, Long> bytes = new TreeMap<>();
        counts.byNode().forEach((node, pages) -> bytes.put(node, pages * countedBytes()));
        return bytes;
    }

    private long countedBytes() {
        if (pageBytes.isEmpty() && counts.mapped() > 0) {
            throw new IllegalStateException("the kernel does not tell the page size of the hugetlb area at "
                    + Long.toHexString(start) + " (numa_maps tells it from Linux 4.2 on, smaps from 2.6.29 on)");
        }
        return pageBytes.orElse(0);
    }

    /** Returns for example {@code 7f66f9ad3000-7f66f9ad5000 rw-p bind:1-2 N1=2}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(mapping.map(map -> map.range() + " " + map.permissions()).orElse(Long.toHexString(start)));
        text.append(' ').append(policy).append(huge ? " huge" : "");
        counts.byNode().forEach((node, pages) -> text.append(" N").append(node).append('=').append(pages));
        return text.append(name().isEmpty() ? "" : " ").append(name()).toString();
    }
}
