package io.numamigrator.fidelity.sim;

import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.task.ProcessTable;
import io.numamigrator.sim.task.Task;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Counts the pages of each node: those that page tables lead to, and those that are used at all. */
final class Census {

    private final Machine machine;
    private final long[] mapped;
    private final Set<Folio> counted = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean isolated;

    private Census(Machine machine) {
        this.machine = machine;
        this.mapped = new long[machine.nodeIds()];
    }

    static Census of(ProcessTable processes) {
        Census census = new Census(processes.machine());
        processes.machine().exclusively(() -> processes.all().forEach(census::count));
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
        isolated |= (entry & Pte.ISOLATED) != 0;
        if (Pte.isOwn(entry)) {
            mapped[Pte.node(entry)] += count;
        }
        for (long at = page; Pte.kind(entry) == Pte.RARE && at < page + count; at++) {
            Folio folio = space.folio(at);
            isolated |= folio.isolated;
            if (folio.kind != Folio.Kind.RESERVED && counted.add(folio)) {
                mapped[folio.node] += folio.pages;
            }
        }
    }

    boolean leftIsolated() {
        return isolated;
    }

    /** Return the pages that are used on all nodes. */
    long used() {
        return machine.nodesWithMemory().stream().mapToLong(this::used).sum();
    }

    private long used(int node) {
        return machine.node(node).totalPages() - machine.node(node).freePages();
    }

    /** Tell whether some node has fewer used pages than page tables lead to. */
    boolean hasGhosts() {
        return machine.nodesWithMemory().stream().anyMatch(node -> mapped[node] > used(node));
    }
}
