package io.numamigrator.cli.where;

import io.numamigrator.NodeSet;
import io.numamigrator.Vma;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was found out about the memory of one process, or of several together.
 *
 * @param subjects the processes, at least one
 * @param kernel who answered: {@code Linux 6.12.0 through syscall(2)}
 * @param nodes the nodes to show: those with memory, and any other a page was found on
 * @param areas all areas of the processes, in the order of the processes
 * @param rows kinds of memory with at least one area, in the order of {@link MemoryKind}
 * @param source how pages were counted
 * @param notes what could not be known and why, and what was done to the process to know the rest
 */
public record MemoryPicture(
        List<Subject> subjects,
        String kernel,
        NodeSet nodes,
        List<Area> areas,
        List<Row> rows,
        Source source,
        List<String> notes) {

    /**
     * The process looked at.
     *
     * @param pid its number
     * @param name short name of the program
     * @param command command line; empty if it cannot be read
     */
    public record Subject(long pid, String name, String command) {}

    /**
     * One kind of memory.
     *
     * @param kind the kind
     * @param areas number of VMAs, or pieces of VMAs
     * @param bytes mapped bytes by node; a page that several areas show is counted once
     * @param swapped bytes in the swap
     */
    public record Row(MemoryKind kind, int areas, NodeBytes bytes, long swapped) {}

    /**
     * One VMA.
     *
     * @param pid its process
     * @param vma what the kernel says of it, its policy among that
     * @param kinds what it is used for
     * @param bytes what is counted here by node, without pages that were counted in an area before it
     * @param swapped bytes in the swap
     */
    public record Area(int pid, Vma vma, Set<MemoryKind> kinds, NodeBytes bytes, long swapped) {}

    /**
     * How pages were counted.
     *
     * @param areas number of VMAs of the process
     * @param counted VMAs for which the counts of numa_maps were taken
     * @param asked VMAs whose pages were asked for one by one (move_pages), because they hold several kinds or on request
     */
    public record Source(int areas, int counted, int asked) {

        @Override
        public String toString() {
            if (asked == 0) {
                return "counts of numa_maps, " + areas + " areas";
            }
            String asking = asked + (asked == 1 ? " area" : " areas") + " asked page by page (move_pages)";
            return counted == 0 ? asking : "counts of numa_maps, " + counted + " areas; " + asking;
        }
    }

    /** Keep copies. */
    public MemoryPicture {
        subjects = List.copyOf(subjects);
        areas = List.copyOf(areas);
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    /** Return the process, of several the first. */
    public Subject subject() {
        return subjects.getFirst();
    }

    /** Return the bytes in the swap. */
    public long swapped() {
        return rows.stream().mapToLong(Row::swapped).sum();
    }

    /** Return all bytes by node. */
    public NodeBytes total() {
        NodeBytes total = new NodeBytes();
        rows.forEach(row -> total.add(row.bytes().byNode()));
        return total;
    }

    /** Return the bytes of a kind by node; empty if there is none. */
    public Map<Integer, Long> bytesByNode(MemoryKind kind) {
        return rows.stream()
                .filter(row -> row.kind() == kind)
                .findFirst()
                .<Map<Integer, Long>>map(row -> row.bytes().byNode())
                .orElse(Map.of());
    }
}
