package io.numamigrator.sim.migrate;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Entry;
import io.numamigrator.sim.version.KernelSwitch;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves a process's own pages from node to node, page table by page table, where nothing else is to be said of them and there is memory
 * for all.
 *
 * <p>For a thread that is alone in the machine.
 */
final class BulkMove {

    /** Neighbouring pages. */
    private record Stretch(long first, long behind) {}

    private final AddressSpace space;
    private final Machine machine;
    private final List<Stretch> stretches = new ArrayList<>();

    /** Begin with no pages. */
    BulkMove(AddressSpace space) {
        this.space = space;
        this.machine = space.machine;
    }

    /** Let pages {@code [first, behind)} move. */
    void add(long first, long behind) {
        stretches.add(new Stretch(first, behind));
    }

    /**
     * Move the plain pages on {@code source}, and the huge ones where they need not be split; without memory for all of them none.
     *
     * @return whether no plain page is left there
     */
    boolean move(int source, int target, Destination memory) {
        boolean hugeToo = !machine.kernel().has(KernelSwitch.THP_SPLIT_FIRST)
                && stretches.stream().anyMatch(stretch -> space.table.hasOthers(stretch.first, stretch.behind));
        long base = count(Entry.plain(source));
        int hugeEntry = Entry.plain(source) | Entry.HUGE;
        int keptEntry = hugeEntry | Entry.KEPT_DIRTY;
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
        replace(Entry.plain(source), Entry.plain(target), base);
        replace(hugeEntry, Entry.moved(hugeEntry, target), huge - kept);
        replace(keptEntry, Entry.moved(keptEntry, target), kept);
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
        stretches.forEach(stretch -> space.table.countPlain(stretch.first, stretch.behind, here));
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
                replace(Entry.plain(node), Entry.plain(target), here[node]);
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
            found += space.table.count(stretch.first, stretch.behind, entry);
        }
        return found;
    }

    private void replace(int old, int entry, long expected) {
        if (expected > 0 && old != entry) {
            stretches.forEach(stretch -> space.table.replace(stretch.first, stretch.behind, old, entry));
        }
    }
}
