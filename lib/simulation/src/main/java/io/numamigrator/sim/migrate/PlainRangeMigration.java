package io.numamigrator.sim.migrate;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.version.KernelSwitch;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves a process's own pages from node to node, page table by page table, where nothing else is to be said of them and there is memory
 * for all.
 *
 * <p>For a thread that is alone in the machine.
 */
final class PlainRangeMigration {

    /** Neighbouring pages. */
    private record Stretch(long first, long limit) {}

    private final AddressSpace space;
    private final Machine machine;
    private final List<Stretch> stretches = new ArrayList<>();

    /** Begin with no pages. */
    PlainRangeMigration(AddressSpace space) {
        this.space = space;
        this.machine = space.machine;
    }

    /** Let pages {@code [first, limit)} move. */
    void add(long first, long limit) {
        stretches.add(new Stretch(first, limit));
    }

    /**
     * Move the plain pages on {@code source}, and the huge ones where they need not be split; without memory for all of them none.
     *
     * @return whether no plain page is left there
     */
    boolean move(int source, int target, MigrationTarget memory) {
        boolean hugeToo = !machine.kernel().has(KernelSwitch.THP_SPLIT_FIRST)
                && stretches.stream().anyMatch(stretch -> space.table.hasOthers(stretch.first, stretch.limit));
        long base = count(Pte.plain(source));
        int hugeEntry = Pte.plain(source) | Pte.HUGE;
        int keptEntry = hugeEntry | Pte.KEPT_DIRTY;
        long kept = hugeToo ? count(keptEntry) : 0;
        long huge = hugeToo ? count(hugeEntry) + kept : 0;
        if (base + huge == 0 || base + huge > Integer.MAX_VALUE) {
            return base + huge == 0;
        }
        int got = memory.takeSome(target, (int) (base + huge));
        if (got < base + huge) {
            giveBack(target, got);
            return false;
        }
        replace(Pte.plain(source), Pte.plain(target), base);
        replace(hugeEntry, Pte.moved(hugeEntry, target), huge - kept);
        replace(keptEntry, Pte.moved(keptEntry, target), kept);
        machine.node(source).give(got);
        return true;
    }

    /**
     * Move the plain pages that are not on the nodes asked for to the first node of {@code order} that has memory, if that has it for all.
     *
     * @return whether none is left to be moved
     */
    boolean moveMisplaced(NodeSet asked, int... order) {
        long[] here = new long[machine.nodeIds()];
        stretches.forEach(stretch -> space.table.countPlain(stretch.first, stretch.limit, here));
        asked.stream().filter(node -> node < here.length).forEach(node -> here[node] = 0);
        long wanted = 0;
        for (long pages : here) {
            wanted += pages;
        }
        int target = firstWithMemory(order);
        if (wanted == 0 || target < 0 || !machine.node(target).takeAll(wanted)) {
            return wanted == 0;
        }
        for (int node = 0; node < here.length; node++) {
            if (here[node] > 0) {
                replace(Pte.plain(node), Pte.plain(target), here[node]);
                machine.node(node).give(here[node]);
            }
        }
        return true;
    }

    private int firstWithMemory(int... order) {
        for (int node : order) {
            if (machine.node(node).hasRoom()) {
                return node;
            }
        }
        return -1;
    }

    /** Kernels that do not check targets are told of nodes that are not there; those give nothing. */
    private void giveBack(int target, int got) {
        if (got > 0) {
            machine.node(target).giveBack(got);
        }
    }

    private long count(int entry) {
        long found = 0;
        for (Stretch stretch : stretches) {
            found += space.table.count(stretch.first, stretch.limit, entry);
        }
        return found;
    }

    private void replace(int old, int entry, long expected) {
        if (expected > 0 && old != entry) {
            stretches.forEach(stretch -> space.table.replace(stretch.first, stretch.limit, old, entry));
        }
    }
}
