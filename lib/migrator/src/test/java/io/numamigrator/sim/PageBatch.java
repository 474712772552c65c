package io.numamigrator.sim;

import io.numamigrator.MemoryRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Pages of a process in known states, and a move_pages(2) on them, written as the semantics document writes it.
 *
 * <p>{@code P>1 g>2 x>1 x>2 hole>1}: kind of page, or a name for one that is meant again, then the target. Kinds: g movable, P pinned,
 * hole unmapped, none untouched, zero the zero page, kernel a kernel address. Other words name movable pages. All start on node
 * 0, or where {@code @} says: {@code g@1>0}.
 */
final class PageBatch {

    final SimulatedMachine machine;
    final SimulatedProcess process;
    private final Map<String, Long> named = new HashMap<>();
    private final List<Long> addresses = new ArrayList<>();
    private final List<Integer> targets = new ArrayList<>();

    PageBatch(SimulatedMachine machine) {
        this.machine = machine;
        this.process = machine.process();
    }

    static PageBatch on(String kernel) {
        return new PageBatch(SimulatedMachine.fourNodes().toBuilder().kernel(kernel).build());
    }

    /** Let a word name an address. */
    PageBatch name(String word, long address) {
        named.put(word, address);
        return this;
    }

    Outcome move(String entries) {
        return move(entries, MovePages.MOVE);
    }

    Outcome move(String entries, int flags) {
        read(entries);
        int[] nodes = targets.stream().mapToInt(Integer::intValue).toArray();
        return new RawCalls(process).movePages(0, pages(), nodes, flags);
    }

    Outcome query(String entries) {
        read(entries);
        return new RawCalls(process).query(0, pages());
    }

    /** Return where the pages of the last batch are, {@code -} for an address without one. */
    String places() {
        Geometry geometry = machine.geometry();
        return addresses.stream().map(address -> place(geometry.page(address))).collect(Collectors.joining(" "));
    }

    private String place(long page) {
        AddressSpace space = process.requireSpace();
        int entry = space.table.entry(page);
        return Entry.isOwn(entry) ? Integer.toString(Entry.node(entry))
                : Entry.kind(entry) == Entry.RARE ? Integer.toString(space.folio(page).node)
                : "-";
    }

    private long[] pages() {
        return addresses.stream().mapToLong(Long::longValue).toArray();
    }

    private void read(String entries) {
        addresses.clear();
        targets.clear();
        for (String entry : entries.strip().split("[ ,]+", -1)) {
            String[] parts = entry.split(">", -1);
            addresses.add(address(parts[0]));
            targets.add(parts.length == 1 ? -1 : Integer.parseInt(parts[1]));
        }
    }

    private long address(String page) {
        String[] parts = page.split("@", -1);
        int node = parts.length == 1 ? 0 : Integer.parseInt(parts[1]);
        return switch (parts[0]) {
            case "g" -> touched(node).start();
            case "P" -> pinned(node);
            case "none" -> process.map(4096).start();
            case "zero" -> zero();
            case "hole" -> hole();
            case "kernel" -> 0xffff_8000_0000_0000L;
            default -> named.computeIfAbsent(parts[0], _ -> touched(node).start());
        };
    }

    private MemoryRange touched(int node) {
        MemoryRange page = process.map(4096);
        process.place(page, node);
        return page;
    }

    private long pinned(int node) {
        MemoryRange page = touched(node);
        process.pin(page);
        return page.start();
    }

    private long zero() {
        MemoryRange page = process.map(4096);
        process.read(page);
        return page.start();
    }

    private long hole() {
        MemoryRange page = process.map(4096);
        process.unmap(page);
        return page.start();
    }
}
