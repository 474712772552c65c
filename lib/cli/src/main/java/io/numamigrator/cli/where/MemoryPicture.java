package io.numamigrator.cli.where;

import io.numamigrator.NodeSet;
import java.util.List;
import java.util.Map;

/**
 * What was found out about the memory of one process.
 *
 * @param subject the process
 * @param kernel who answered: {@code Linux 6.12.0 through syscall(2)}
 * @param nodes the nodes to show: those with memory, and any other a page was found on
 * @param rows kinds of memory with at least one area, in the order of {@link MemoryKind}
 * @param source how pages were counted
 * @param notes what could not be known and why, and what was done to the process to know the rest
 */
public record MemoryPicture(
        Subject subject, String kernel, NodeSet nodes, List<Row> rows, Source source, List<String> notes) {

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
     * @param bytes mapped bytes by node
     */
    public record Row(MemoryKind kind, int areas, NodeBytes bytes) {}

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
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
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
