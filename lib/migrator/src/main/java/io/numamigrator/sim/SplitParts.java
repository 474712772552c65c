package io.numamigrator.sim;

import io.numamigrator.sim.Folio.Mapping;
import java.util.ArrayList;
import java.util.List;

/**
 * The base pages of huge pages that had to be split, because the target has no huge page free or because they are mapped in part.
 *
 * <p>Until Linux 6.2 they follow at once, and want of memory for one of them ends the call. Since then they are tried once, after all
 * others; each huge page counts as one that stayed, unless in the end nothing at all did.
 */
final class SplitParts {

    private record Part(AddressSpace space, long page, int target) {}

    private final SimulatedMachine machine;
    private final Destination memory;
    private final boolean last;
    private final List<Part> parts = new ArrayList<>();
    private int wholes;

    SplitParts(SimulatedMachine machine, Destination memory) {
        this.machine = machine;
        this.memory = memory;
        this.last = machine.kernel().has(KernelSwitch.BATCHED_PASSES);
    }

    boolean areTriedLast() {
        return last;
    }

    /** Take the parts of one huge page, by its mappings; return the target, or ENOMEM if they were tried and memory ran out. */
    int add(List<Mapping> mappings, int target) {
        List<Part> own = new ArrayList<>();
        for (Mapping mapping : mappings) {
            for (long page = mapping.page(); page < mapping.page() + mapping.count(); page++) {
                own.add(new Part(mapping.space(), page, target));
            }
        }
        if (!last) {
            return moveAll(own) ? target : Answer.ENOMEM;
        }
        wholes++;
        parts.addAll(own);
        return target;
    }

    /** Try the parts that wait, and return how many huge pages stayed; {@code failed} others did. */
    long finish(long failed) {
        boolean all = moveAll(parts);
        long stayed = all && failed == 0 ? 0 : wholes;
        parts.clear();
        wholes = 0;
        return stayed;
    }

    private boolean moveAll(List<Part> some) {
        for (Part part : some) {
            if (move(part) == Answer.ENOMEM) {
                return false;
            }
        }
        return true;
    }

    private int move(Part part) {
        PageTable table = part.space.table;
        int entry = table.entry(part.page);
        if (Entry.kind(entry) == Entry.RARE) {
            Folio small = part.space.folio(part.page);
            return new FolioMigration(machine, memory.forPart(part.page), small, part.space, part.page, part.target)
                    .attempt(0);
        }
        if (!Entry.isOwn(entry)) {
            return part.target;
        }
        int node = memory.forPart(part.page).take(part.target, 1);
        if (node >= 0) {
            machine.node(Entry.node(entry)).give(1);
            table.set(part.page, Entry.moved(entry, node));
        }
        return node;
    }
}
