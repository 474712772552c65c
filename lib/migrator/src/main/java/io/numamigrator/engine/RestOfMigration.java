package io.numamigrator.engine;

import io.numamigrator.MemoryRange;
import io.numamigrator.MigrateResult;
import io.numamigrator.MoveOptions;
import io.numamigrator.MoveResult;
import io.numamigrator.NumaException;
import io.numamigrator.NumaProcess;
import io.numamigrator.PageReport;
import io.numamigrator.PoolShortage;
import io.numamigrator.Vma;
import io.numamigrator.areas.MappedMemory;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.pages.PageCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Goes on where migrate_pages(2) stopped at a hugetlb page that its target has no room for: area by area, with move_pages(2).
 *
 * <p>Only pages of nodes that are to be empty are moved. Where nodes exchange pages nobody can tell any more which have moved.
 */
final class RestOfMigration {

    /** Base pages that are looked at together. */
    private static final int PIECE = 1 << 18;

    private final Kernel kernel;
    private final NumaProcess process;
    private final MigrateResult stopped;
    private final List<PoolShortage> shortages = new ArrayList<>();

    private RestOfMigration(Kernel kernel, NumaProcess process, MigrateResult stopped) {
        this.kernel = kernel;
        this.process = process;
        this.stopped = stopped;
    }

    /** Returns the result as it is, unless the call stopped at such a page. */
    static MigrateResult after(Kernel kernel, NumaProcess process, MigrateResult result) {
        boolean stoppedAtHugetlb = result.call().result() == PageCode.ENOMEM
                && result.stragglers().stream().anyMatch(straggler -> straggler.vma().huge());
        return stoppedAtHugetlb ? new RestOfMigration(kernel, process, result).run() : result;
    }

    private MigrateResult run() {
        try {
            for (MigrateResult.Straggler straggler : stopped.stragglers()) {
                Optional<MemoryRange> area = straggler.vma().mapping().map(Vma.Mapping::range);
                if (area.isPresent() && !move(area.get())) {
                    return stopped;
                }
            }
        } catch (NumaException gone) {
            // The process ended, became another or closed itself to us: what is known is what there was when the call stopped.
            return stopped;
        }
        return stopped.continued(MappedMemory.readWithSwap(kernel, process.pid()), shortages);
    }

    /** Move what is to leave an area, and tell whether the process is still the same. */
    private boolean move(MemoryRange area) {
        long bytes = (long) PIECE * kernel.pageSize();
        // Pieces end where gigantic pages do, so that no such page is asked for twice.
        for (long at = area.start(); at < area.end();) {
            long end = Math.min(area.end(), (at & -bytes) + bytes);
            PageReport report = process.locate(new MemoryRange(at, end - at));
            MoveResult moved = process.move(stopped.remaining(report), MoveOptions.of(stopped.scope()));
            if (moved.processChange().isPresent()) {
                return false;
            }
            shortages.addAll(moved.shortages());
            at = end;
        }
        return true;
    }
}
