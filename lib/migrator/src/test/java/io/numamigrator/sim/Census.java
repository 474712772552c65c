package io.numamigrator.sim;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Counts the pages that processes have on each node, by their page tables. */
final class Census {

    private final SimulatedMachine machine;
    private final long[] pages;
    private final Set<Folio> counted = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean isolated;

    private Census(SimulatedMachine machine) {
        this.machine = machine;
        this.pages = new long[machine.core().nodeIds()];
    }

    /** Count while nobody else is in the machine. */
    static Census of(SimulatedMachine machine) {
        Census census = new Census(machine);
        machine.core().exclusively(() -> machine.processes().all().forEach(census::count));
        return census;
    }

    private void count(Task task) {
        AddressSpace space = task.process.space();
        if (space == null || task != task.process.mainTask()) {
            return;
        }
        for (Vma area : space.areas()) {
            space.table.eachRun(space.geometry.page(area.start()), space.geometry.page(area.end()),
                    (page, count, entry) -> count(space, page, count, entry));
        }
    }

    private void count(AddressSpace space, long page, long count, int entry) {
        isolated |= (entry & Entry.ISOLATED) != 0;
        if (Entry.isOwn(entry)) {
            pages[Entry.node(entry)] += count;
        }
        for (long at = page; Entry.kind(entry) == Entry.RARE && at < page + count; at++) {
            Folio folio = space.folio(at);
            isolated |= folio.isolated;
            if (folio.kind != Folio.Kind.RESERVED && counted.add(folio)) {
                pages[folio.node] += folio.pages;
            }
        }
    }

    /** Return whether some page is still off its list. */
    boolean leftIsolated() {
        return isolated;
    }

    /** Return the pages of all nodes. */
    long total() {
        long sum = 0;
        for (long each : pages) {
            sum += each;
        }
        return sum;
    }

    /** Return the number of pages on a node that are used and that no page table accounts for. */
    long unaccounted(int node) {
        return machine.core().node(node).totalPages() - machine.core().node(node).freePages() - pages[node];
    }
}
