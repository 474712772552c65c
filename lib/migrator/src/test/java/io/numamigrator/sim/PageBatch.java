package io.numamigrator.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Pages of a process in known states, and a move_pages(2) on them, written as the semantics document writes it.
 *
 * <p>{@code P>1 g>2 x>1 x>2 hole>1}: kind of page (see {@link PageKinds}), then the target; v to z are movable pages that can be
 * named again. All start on node 0, or where {@code @} says: {@code g@1>0}.
 */
final class PageBatch {

    private static final List<String> NAMES = List.of("v", "w", "x", "y", "z");

    final SimulatedMachine machine;
    final SimulatedProcess process;
    final PageKinds kinds;
    private final Map<String, Long> named = new HashMap<>();
    private final List<Long> addresses = new ArrayList<>();
    private final List<Integer> targets = new ArrayList<>();

    PageBatch(SimulatedMachine machine) {
        this.machine = machine;
        this.process = machine.process();
        this.kinds = new PageKinds(process);
    }

    static PageBatch on(String kernel) {
        return new PageBatch(
                SimulatedMachine.fourNodes().toBuilder().kernel(kernel).swap(1L << 30).build());
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
        Geometry geometry = machine.core().geometry();
        return addresses.stream().map(address -> place(geometry.page(address))).collect(Collectors.joining(" "));
    }

    private String place(long page) {
        AddressSpace space = process.core().requireSpace();
        int entry = space.table.entry(page);
        return Entry.isOwn(entry)
                ? Integer.toString(Entry.node(entry))
                : Entry.kind(entry) == Entry.RARE
                        ? Integer.toString(space.folio(page).node)
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
        Long known = named.get(page);
        if (known != null) {
            return known;
        }
        return NAMES.contains(parts[0])
                ? named.computeIfAbsent(parts[0], any -> kinds.address("g", node))
                : kinds.address(parts[0], node);
    }
}
