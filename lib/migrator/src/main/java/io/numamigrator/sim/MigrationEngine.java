package io.numamigrator.sim;

import io.numamigrator.sim.Folio.Mapping;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Migrates a list of isolated pages to one node, in passes: who is busy is tried again.
 *
 * <p>What a process has for itself is moved at once; a {@link Folio} goes through {@link FolioMigration} step by step.
 */
final class MigrationEngine {

    private final SimulatedMachine machine;
    private final Destination memory;
    private final long[] freed;
    private final SplitParts parts;
    private long failed;

    MigrationEngine(SimulatedMachine machine, Destination memory) {
        this.machine = machine;
        this.memory = memory;
        this.freed = new long[machine.nodeIds()];
        this.parts = new SplitParts(machine, memory);
    }

    /**
     * Migrate the entries of the list, and put back what could not be moved; the results stay in the list.
     *
     * @return number of folios that stayed, or -ENOMEM
     */
    long migrate(MigrationList list, int target) {
        return migrate(list, any -> target);
    }

    /** Migrate each entry of the list to a node of its own. */
    long migrate(MigrationList list, int[] target) {
        return migrate(list, i -> target[i]);
    }

    /** Migrate each entry of the list to where the policy of its area wants it. */
    long migrateEach(MigrationList list) {
        return migrate(list, i -> i);
    }

    private long migrate(MigrationList list, IntUnaryOperator target) {
        failed = 0;
        if (machine.stepsPages()) {
            list.promote();
            list.see(Step.ISOLATE);
            if (machine.kernel().has(KernelSwitch.BATCHED_PASSES)) {
                return inBatches(list, target) ? failed + parts.finish(failed) : Answer.ENOMEM;
            }
        }
        boolean enough = firstPass(list, target) && laterPasses(list, target);
        return enough ? failed + parts.finish(failed) : Answer.ENOMEM;
    }

    /** Try every entry once, and return false if the target ran out of memory. */
    private boolean firstPass(MigrationList list, IntUnaryOperator target) {
        IntUnaryOperator order = machine.kernel().has(KernelSwitch.BATCHED_PASSES) ? list.hugetlbFirst() : any -> any;
        int tried = 0;
        while (tried < list.size()) {
            int i = order.applyAsInt(tried);
            if (attempt(list, i, target.applyAsInt(i), 0) == Answer.ENOMEM) {
                break;
            }
            tried++;
        }
        new OwnPages(list.space).free(freed);
        if (tried == list.size()) {
            return true;
        }
        for (int j = 0; j < list.size(); j++) {
            int i = order.applyAsInt(j);
            if (j > tried || list.folio(i) != null && list.result(i) < 0) {
                list.putBack(i);
            }
        }
        return false;
    }

    private boolean inBatches(MigrationList list, IntUnaryOperator target) {
        SteppedPasses passes = new SteppedPasses(list, target, (i, to) -> way(list, i, to));
        boolean enough = true;
        for (int i = 0; i < list.size(); i++) {
            list.setResult(i, Answer.EAGAIN);
        }
        for (int i = 0; i < list.size() && enough; i++) {
            if (mayBeSplit(list.requireFolio(i))) {
                enough = attempt(list, i, target.applyAsInt(i), 0) != Answer.ENOMEM;
            }
        }
        int begun = 0;
        while (enough && begun < list.size()) {
            int behind = Math.min(begun + SteppedPasses.BATCH, list.size());
            enough = passes.batch(begun, behind);
            begun = behind;
        }
        for (int i = 0; i < begun && enough; i++) {
            enough = list.result(i) >= 0 || passes.alone(i);
        }
        for (int i = 0; i < list.size(); i++) {
            settle(list, i);
        }
        return enough;
    }

    /** Put an entry back where it is, or where it was. */
    private void settle(MigrationList list, int i) {
        Folio folio = list.requireFolio(i);
        if (list.result(i) >= 0) {
            folio.isolated = false;
            Promotion.undo(folio);
        } else {
            failed += weight(folio, list.result(i));
            list.putBack(i);
        }
    }

    private FolioMigration way(MigrationList list, int i, int target) {
        return new FolioMigration(machine, memory, list.requireFolio(i), list.space, list.page(i), target);
    }

    /** Try folios again, alone in the machine; own pages never need it. */
    private boolean laterPasses(MigrationList list, IntUnaryOperator target) {
        if (!list.hasFolios()) {
            return true;
        }
        boolean enough = true;
        for (int pass = 1; pass < passes() && enough; pass++) {
            for (int i = 0; i < list.size() && enough; i++) {
                boolean again = list.folio(i) != null && list.result(i) == Answer.EAGAIN;
                enough = !again || attempt(list, i, target.applyAsInt(i), pass) != Answer.ENOMEM;
            }
        }
        for (int i = 0; i < list.size(); i++) {
            Folio folio = list.folio(i);
            if (folio != null && list.result(i) < 0) {
                failed += weight(folio, list.result(i));
                list.putBack(i);
            }
        }
        return enough;
    }

    private int passes() {
        return machine.kernel().has(KernelSwitch.ELEVEN_PASSES) ? 11 : 10;
    }

    private int weight(Folio folio, int result) {
        boolean byPages = machine.kernel().has(KernelSwitch.HUGE_FAILURE_COUNTS_PAGES) && result != Answer.EAGAIN;
        return byPages ? folio.pages : 1;
    }

    private int attempt(MigrationList list, int i, int target, int pass) {
        Folio folio = list.folio(i);
        int result = folio == null
                ? moveOwn(list.space, list.page(i), list.count(i), target)
                : moveFolio(list, i, folio, target, pass);
        list.setResult(i, result);
        return result;
    }

    /** Move pages without folios, isolated; if memory ends the rest is put back. */
    private int moveOwn(AddressSpace space, long page, int count, int target) {
        OwnPages own = new OwnPages(space);
        if (count == 1 && memory.singly() || Entry.isHuge(space.table.entry(page))) {
            int node = memory.take(target, count);
            if (node >= 0) {
                own.move(page, count, node, freed);
                return node;
            }
            new HugeSplit(space).splitPlain(page);
            if (count > 1 && parts.areTriedLast()) {
                own.putBack(page, count);
                return parts.add(List.of(new Mapping(space, page, 0, count)), target);
            }
        }
        int got = memory.singly() ? moveSingly(own, page, count, target) : memory.takeSome(target, count);
        if (!memory.singly()) {
            own.move(page, got, target, freed);
        }
        own.putBack(page + got, count - got);
        return got == count ? target : Answer.ENOMEM;
    }

    private int moveSingly(OwnPages own, long page, int count, int target) {
        for (int i = 0; i < count; i++) {
            int node = memory.take(target, 1);
            if (node < 0) {
                return i;
            }
            own.move(page + i, 1, node, freed);
        }
        return count;
    }

    private static boolean mayBeSplit(Folio folio) {
        return folio.isLarge() && !folio.isHugetlb() && folio.pins == 0 && folio.cache == null;
    }

    private int moveFolio(MigrationList list, int i, Folio folio, int target, int pass) {
        boolean mayBeSplit = mayBeSplit(folio);
        if (mayBeSplit && folio.partial && machine.kernel().has(KernelSwitch.PARTIAL_THP_SPLIT_FIRST)) {
            return splitAndMove(folio, target, true);
        }
        int result = way(list, i, target).attempt(pass);
        if (result == Answer.ENOMEM && mayBeSplit) {
            return splitAndMove(folio, target, false);
        }
        if (result >= 0) {
            folio.isolated = false;
            Promotion.undo(folio);
        }
        return result;
    }

    /** Split a large folio and move its parts, at once or after all others, as many as there is memory for. */
    private int splitAndMove(Folio folio, int target, boolean dropZeros) {
        List<Mapping> mappings = List.copyOf(folio.mappings());
        folio.isolated = false;
        HugeSplit.splitFolio(machine, folio, dropZeros);
        return parts.add(mappings, target);
    }
}
