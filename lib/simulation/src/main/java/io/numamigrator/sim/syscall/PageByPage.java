package io.numamigrator.sim.syscall;

import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.migrate.FolioMigration;
import io.numamigrator.sim.migrate.NodeTarget;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.FolioBinding;
import io.numamigrator.sim.mm.Pte;
import java.util.ArrayList;
import java.util.List;

/**
 * The loop that was proposed in April 2004: take the lock and choose some pages, release it, migrate each of them by itself and without
 * retry; again, while pages remain (SEMANTICS 5.6).
 *
 * <p>Between two rounds others may use the memory; what they bring back to the source node is chosen again. A page that is in heavy
 * use is skipped.
 */
public final class PageByPage {

    /** What became of one page. */
    public enum Result {
        MOVED,
        /** Nothing was done. */
        SKIPPED,
        /** No memory, for this page and those after it. */
        NO_MEMORY
    }

    private final AddressSpace space;
    private final Machine machine;
    private final NodeTarget memory;
    private final int target;

    public PageByPage(AddressSpace space, int target) {
        this.space = space;
        this.machine = space.machine;
        this.memory = new NodeTarget(machine, machine.nodesWithMemory(), false);
        this.target = target;
    }

    /** Migrate the pages on {@code source}, so many chosen at a time, and return what became of each, in order. */
    public List<Result> migrate(int source, int chosenAtATime) {
        List<Result> results = new ArrayList<>();
        long from = 0;
        while (true) {
            List<Long> chosen = choose(source, from, chosenAtATime);
            if (chosen.isEmpty()) {
                return results;
            }
            for (long page : chosen) {
                Result result = migrateOne(page, source);
                results.add(result);
                if (result == Result.NO_MEMORY) {
                    return results;
                }
            }
            from = chosen.getLast() + 1;
        }
    }

    /** Steps 1 to 3: under the lock of the page tables choose the next pages on the source node. */
    private List<Long> choose(int source, long from, int most) {
        List<Long> chosen = new ArrayList<>();
        machine.exclusively(() -> space.table.eachRun(
                from, space.geometry.page(space.geometry.taskSize()), (page, count, entry) -> {
                    for (long at = page; at < page + count && chosen.size() < most; at++) {
                        if (isOn(source, at, entry)) {
                            chosen.add(at);
                        }
                    }
                }));
        return chosen;
    }

    private boolean isOn(int source, long page, int entry) {
        if (Pte.kind(entry) != Pte.RARE) {
            return Pte.isOwn(entry) && Pte.node(entry) == source;
        }
        Folio folio = space.folio(page);
        return folio.node == source && switch (folio.kind) {
            case ORDINARY, MERGED -> true;
            case HUGETLB, RESERVED, ZONE_DEVICE -> false;
        };
    }

    /** Step 4: move a page by itself; it may have gone since it was chosen. */
    private Result migrateOne(long page, int source) {
        Result[] result = {Result.SKIPPED};
        machine.exclusively(() -> {
            int entry = space.table.entry(page);
            if (Pte.isHuge(entry) || !isOn(source, page, entry)) {
                return;
            }
            Folio folio = new FolioBinding(space).folioAt(page);
            int node = new FolioMigration(machine, memory, folio, space, page, target).attempt(0);
            FolioBinding.undo(folio);
            result[0] = node >= 0 ? Result.MOVED : node == NegativeErrno.ENOMEM ? Result.NO_MEMORY : Result.SKIPPED;
        });
        return result[0];
    }
}
