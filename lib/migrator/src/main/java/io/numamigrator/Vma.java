package io.numamigrator;

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
 * @param policy the policy in effect: the area's own, else its thread's
 * @param backing what the area maps
 * @param huge whether it is a hugetlb area, whose counts are huge pages
 * @param counts its pages
 * @param pageBytes size in bytes of what one count stands for: a base page, transparent huge pages count one for each
 *     base page; in a hugetlb area a huge page. Absent only for a hugetlb area whose page size is not known
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
     */
    public record Mapping(MemoryRange range, String permissions, long offset, String path) {}

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
            Map<Integer, Long> byNode) {}

    /** Return the address behind the area, absent if {@link #mapping} is. */
    public OptionalLong end() {
        return mapping.isPresent() ? OptionalLong.of(mapping.get().range().end()) : OptionalLong.empty();
    }

    /** Return the path of the file, or the name in brackets, or empty text. */
    public String name() {
        return mapping.map(Mapping::path).orElseGet(this::backingName);
    }

    private String backingName() {
        return switch (backing) {
            case Backing.Anonymous none -> "";
            case Backing.Heap heap -> "[heap]";
            case Backing.Stack stack -> "[stack]";
            case Backing.File file -> file.path();
        };
    }

    /** Return the mapped memory in bytes. */
    public long bytes() {
        return counts.mapped() * pageBytes.orElse(0);
    }

    /** Return the mapped memory in bytes by node, ascending. */
    public Map<Integer, Long> bytesByNode() {
        Map<Integer, Long> bytes = new TreeMap<>();
        counts.byNode().forEach((node, pages) -> bytes.put(node, pages * pageBytes.orElse(0)));
        return bytes;
    }
}
