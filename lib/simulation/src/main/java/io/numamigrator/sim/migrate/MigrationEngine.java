package io.numamigrator.sim.migrate;

import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.Folio.Mapping;
import io.numamigrator.sim.mm.FolioBinding;
import io.numamigrator.sim.mm.HugeSplit;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.MigrationStep;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Migrates a list of isolated pages to one node, in passes: who is busy is tried again.
 *
 * <p>What a process has for itself is moved at once; a {@link Folio} goes through {@link FolioMigration} step by step.
 */
public final class MigrationEngine {

    private final Machine machine;
    private final MigrationTarget memory;
    private final long[] freed;
    private final SplitParts parts;
    private long failed;

    /** How far the batches of the list have come. */
    private int reached;

    public MigrationEngine(Machine machine, MigrationTarget memory) {
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
    public long migrate(MigrationList list, int target) {
        return migrate(list, any -> target);
    }

    /** Migrate each entry of the list to a node of its own. */
    public long migrate(MigrationList list, int[] target) {
        return migrate(list, i -> target[i]);
    }

    /** Migrate each entry of the list to where the policy of its area wants it. */
    public long migrateEach(MigrationList list) {
        return migrate(list, i -> i);
    }

    private long migrate(MigrationList list, IntUnaryOperator target) {
        failed = 0;
        reached = 0;
        boolean batched = machine.kernel().has(KernelSwitch.BATCHED_PASSES);
        if (machine.stepsPages()) {
            list.promote();
            list.see(MigrationStep.ISOLATE);
            if (batched) {
                return end(inBatches(list, target));
            }
        }
        IntUnaryOperator order = batched ? list.hugetlbFirst() : any -> any;
        boolean enough = true;
        for (int begun = 0; begun < list.size() && enough; begun = reached) {
            enough = firstPass(list, order, target, begun) && laterPasses(list, order, target, begun);
            putBackStayed(list, order, begun);
            if (enough) {
                parts.tryNow();
            }
        }
        for (int j = reached; j < list.size(); j++) {
            list.putBack(order.applyAsInt(j));
        }
        return end(enough);
    }

    private long end(boolean enough) {
        if (enough) {
            return parts.finish(failed);
        }
        parts.forget();
        return NegativeErrno.ENOMEM;
    }

    /**
     * Try every entry of a batch once, and return false if the target ran out of memory.
     *
     * <p>A batch is of 512 pages at least: one ends with each huge page, which matters only if that had to be split.
     */
    private boolean firstPass(MigrationList list, IntUnaryOperator order, IntUnaryOperator target, int begun) {
        boolean enough = true;
        reached = begun;
        while (reached < list.size() && enough && !parts.endBatch()) {
            int i = order.applyAsInt(reached);
            enough = attempt(list, i, target.applyAsInt(i), 0) != NegativeErrno.ENOMEM;
            reached++;
        }
        new PlainPageFastPath(list.space).free(freed);
        return enough;
    }

    private boolean inBatches(MigrationList list, IntUnaryOperator target) {
        SteppedPasses passes = new SteppedPasses(list, target, (i, to) -> way(list, i, to));
        boolean enough = true;
        for (int i = 0; i < list.size(); i++) {
            list.setResult(i, NegativeErrno.EAGAIN);
        }
        for (int i = 0; i < list.size() && enough; i++) {
            if (mayBeSplit(list.requireFolio(i))) {
                enough = attempt(list, i, target.applyAsInt(i), 0) != NegativeErrno.ENOMEM;
            }
        }
        int begun = 0;
        while (enough && begun < list.size()) {
            int limit = Math.min(begun + SteppedPasses.BATCH, list.size());
            enough = passes.batch(begun, limit);
            begun = limit;
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
            FolioBinding.undo(folio);
        } else {
            failed += weight(folio, list.result(i));
            list.putBack(i);
        }
    }

    private FolioMigration way(MigrationList list, int i, int target) {
        return new FolioMigration(machine, memory, list.requireFolio(i), list.space, list.page(i), target);
    }

    /** Try folios of a batch again, alone in the machine; own pages never need it. */
    private boolean laterPasses(MigrationList list, IntUnaryOperator order, IntUnaryOperator target, int begun) {
        if (!list.hasFolios()) {
            return true;
        }
        boolean enough = true;
        for (int pass = 1; pass < passes() && enough; pass++) {
            for (int j = begun; j < reached && enough; j++) {
                int i = order.applyAsInt(j);
                boolean again = list.folio(i) != null && list.result(i) == NegativeErrno.EAGAIN;
                enough = !again || attempt(list, i, target.applyAsInt(i), pass) != NegativeErrno.ENOMEM;
            }
        }
        return enough;
    }

    /** Put back folios of a batch that did not come to their target; own pages are back already. */
    private void putBackStayed(MigrationList list, IntUnaryOperator order, int begun) {
        for (int j = begun; j < reached && list.hasFolios(); j++) {
            int i = order.applyAsInt(j);
            Folio folio = list.folio(i);
            if (folio != null && list.result(i) < 0) {
                failed += weight(folio, list.result(i));
                list.putBack(i);
            }
        }
    }

    private int passes() {
        return machine.kernel().has(KernelSwitch.ELEVEN_PASSES) ? 11 : 10;
    }

    private int weight(Folio folio, int result) {
        boolean byPages =
                machine.kernel().has(KernelSwitch.HUGE_FAILURE_COUNTS_PAGES) && result != NegativeErrno.EAGAIN;
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
        PlainPageFastPath own = new PlainPageFastPath(space);
        if (count == 1 && memory.singly() || Pte.isHuge(space.table.entry(page))) {
            int node = memory.take(target, count);
            if (node >= 0) {
                own.move(page, count, node, freed);
                return node;
            }
            if (count > 1) {
                own.putBack(page, count);
                if (!parts.mayTakeMore()) {
                    return NegativeErrno.ENOMEM;
                }
                new HugeSplit(space).splitPlain(page);
                return parts.add(List.of(new Mapping(space, page, 0, count)), target);
            }
        }
        int got = memory.singly() ? moveSingly(own, page, count, target) : memory.takeSome(target, count);
        if (!memory.singly()) {
            own.move(page, got, target, freed);
        }
        own.putBack(page + got, count - got);
        return got == count ? target : NegativeErrno.ENOMEM;
    }

    private int moveSingly(PlainPageFastPath own, long page, int count, int target) {
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
            return splitAndMove(folio, target);
        }
        int result = way(list, i, target).attempt(pass);
        boolean staysWhole = folio.spaces() > 1 && machine.kernel().has(KernelSwitch.SHARED_HUGE_STAYS_WHOLE);
        if (result == NegativeErrno.ENOMEM && mayBeSplit && !staysWhole && parts.mayTakeMore()) {
            return splitAndMove(folio, target);
        }
        if (result >= 0) {
            folio.isolated = false;
            FolioBinding.undo(folio);
        }
        return result;
    }

    /** Split a large folio and move its parts, at once or after all others, as many as there is memory for. */
    private int splitAndMove(Folio folio, int target) {
        List<Mapping> mappings = List.copyOf(folio.mappings());
        folio.isolated = false;
        HugeSplit.splitFolio(machine, folio);
        return parts.add(mappings, target);
    }
}
