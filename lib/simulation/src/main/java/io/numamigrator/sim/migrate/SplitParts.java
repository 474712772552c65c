package io.numamigrator.sim.migrate;

import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.Folio.Mapping;
import io.numamigrator.sim.mm.PageTable;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * The base pages of huge pages that had to be split, because the target has no huge page free or because they are mapped in part.
 *
 * <p>They follow when all others are done. Until Linux 6.2 want of memory for one of them ends the call. Since then they are tried once;
 * each huge page counts as one that stayed, unless in the end nothing at all did.
 */
final class SplitParts {

    private record Part(AddressSpace space, long page, int index, int target) {}

    private final Machine machine;
    private final MigrationTarget memory;
    private final Comparator<Part> order;
    private final List<Part> parts = new ArrayList<>();
    private int wholes;
    private boolean someStayed;

    SplitParts(Machine machine, MigrationTarget memory) {
        this.machine = machine;
        this.memory = memory;
        this.order = order(machine.kernel());
    }

    /** The head comes last, or first by itself; the others as the list of that release has them. */
    private static Comparator<Part> order(KernelVersion kernel) {
        Comparator<Part> others = Comparator.comparingInt(Part::index);
        Comparator<Part> tail = kernel.has(KernelSwitch.PARTS_ASCEND) ? others : others.reversed();
        return Comparator.<Part>comparingInt(part -> part.index == 0 ? 1 : 0).thenComparing(tail);
    }

    boolean areTriedLast() {
        return machine.kernel().has(KernelSwitch.BATCHED_PASSES);
    }

    /** Tell whether another huge page may be split: on 5.16 to 6.2 want of room for a second one ends the call. */
    boolean mayTakeMore() {
        return wholes == 0 || areTriedLast() || machine.kernel().has(KernelSwitch.HEAD_PART_FIRST);
    }

    /** Take the parts of one huge page, by its mappings; return the target, or ENOMEM if the first was tried and found no memory. */
    int add(List<Mapping> mappings, int target) {
        List<Part> own = new ArrayList<>();
        // What several processes map is moved once, for all of them.
        BitSet added = new BitSet();
        for (Mapping mapping : mappings) {
            for (int i = 0; i < mapping.count(); i++) {
                if (added.get(mapping.part() + i)) {
                    continue;
                }
                added.set(mapping.part() + i);
                own.add(new Part(mapping.space(), mapping.page() + i, mapping.part() + i, target));
            }
        }
        own.sort(order);
        wholes++;
        boolean enough = true;
        if (machine.kernel().has(KernelSwitch.HEAD_PART_FIRST)) {
            enough = moveAll(own.stream().filter(part -> part.index == 0).toList());
            own.removeIf(part -> part.index == 0);
        }
        parts.addAll(own);
        return enough ? target : NegativeErrno.ENOMEM;
    }

    /** Tell whether parts wait that have their turn before anything else is begun. */
    boolean endBatch() {
        return areTriedLast() && !parts.isEmpty();
    }

    /** Try the parts that wait, as many as there is memory for. */
    void tryNow() {
        someStayed |= !moveAll(parts);
        parts.clear();
    }

    /** Try the parts that wait; return how many folios stayed, of which {@code failed} are others, or ENOMEM. */
    long finish(long failed) {
        tryNow();
        long stayed = areTriedLast()
                ? failed + (someStayed || failed > 0 ? wholes : 0)
                : someStayed ? NegativeErrno.ENOMEM : failed;
        forget();
        return stayed;
    }

    /** Leave the parts that wait where they are. */
    void forget() {
        parts.clear();
        wholes = 0;
        someStayed = false;
    }

    private boolean moveAll(List<Part> some) {
        for (Part part : some) {
            if (move(part) == NegativeErrno.ENOMEM) {
                return false;
            }
        }
        return true;
    }

    private int move(Part part) {
        PageTable table = part.space.table;
        int entry = table.entry(part.page);
        if (Pte.kind(entry) == Pte.RARE) {
            Folio small = part.space.folio(part.page);
            return new FolioMigration(machine, memory.forPart(part.page), small, part.space, part.page, part.target)
                    .attempt(0);
        }
        if (!Pte.isOwn(entry)) {
            return part.target;
        }
        int node = memory.forPart(part.page).take(part.target, 1);
        if (node >= 0) {
            machine.node(Pte.node(entry)).give(1);
            table.set(part.page, Pte.moved(entry, node));
        }
        return node;
    }
}
