package io.numamigrator;

import io.numamigrator.kernel.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
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
        boolean stoppedAtHugetlb = result.call().result() == Status.ENOMEM
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
        return stopped.continued(Whereabouts.readWithSwap(kernel, process.pid()), shortages);
    }

    /** Move what is to leave an area, and tell whether the process is still the same. */
    private boolean move(MemoryRange area) {
        long bytes = (long) PIECE * kernel.pageSize();
        // Pieces end where gigantic pages do, so that no such page is asked for twice.
        for (long at = area.start(); at < area.end();) {
            long end = Math.min(area.end(), (at & -bytes) + bytes);
            PageReport report = process.locate(new MemoryRange(at, end - at));
            MoveResult moved = process.move(misplaced(report), MoveOptions.of(stopped.scope()));
            if (moved.processChange().isPresent()) {
                return false;
            }
            shortages.addAll(moved.shortages());
            at = end;
        }
        return true;
    }

    private Placement misplaced(PageReport report) {
        NodeMap map = stopped.nodeMap();
        NodeSet emptied = map.emptied();
        long[] addresses = new long[report.pages()];
        int[] nodes = new int[report.pages()];
        int n = 0;
        for (int i = 0; i < report.pages(); i++) {
            int node = report.node(i);
            if (node >= 0 && emptied.contains(node)) {
                addresses[n] = report.address(i);
                nodes[n++] = map.target(node);
            }
        }
        return Placement.of(Arrays.copyOf(addresses, n), Arrays.copyOf(nodes, n));
    }
}
