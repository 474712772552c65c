package io.numamigrator.placement;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.Vma;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/**
 * Makes a plan of wishes: it looks where the pages are, and leaves out those that are on their target or not there at all.
 *
 * {@snippet :
 * PlacementPlan plan = PlanDraft.of(numa, numa.process(pid))
 *         .move(hot, 0, "hot", 10)
 *         .move(cold, 2, "cold", 1)
 *         .plan("my placer");
 * }
 */
public final class PlanDraft {

    private static final int STAYS = -1;

    private final NumaMigrator numa;
    private final NumaProcess process;
    private final int pageBytes;
    private final List<Wish> wishes = new ArrayList<>();

    /** Where pages of a range are to go, by the node that each is on. */
    private record Wish(MemoryRange range, IntUnaryOperator target, String reason, double priority) {}

    private PlanDraft(NumaMigrator numa, NumaProcess process) {
        this.numa = numa;
        this.process = process;
        this.pageBytes = numa.backend().pageSize();
    }

    /** Begins a plan for a process. */
    public static PlanDraft of(NumaMigrator numa, NumaProcess process) {
        return new PlanDraft(Objects.requireNonNull(numa, "numa"), Objects.requireNonNull(process, "process"));
    }

    /**
     * Wishes the pages of a range to be on a node; what is not mapped there is left out.
     *
     * @param reason why, in a few words; may be empty
     * @param priority greater numbers go first
     */
    public PlanDraft move(MemoryRange range, int node, String reason, double priority) {
        if (node < 0 || node >= PlanEntry.MOST_NODES) {
            throw new IllegalArgumentException("node " + node);
        }
        wishes.add(new Wish(Objects.requireNonNull(range, "range"), any -> node, reason, priority));
        return this;
    }

    /**
     * Wishes all pages on nodes of {@code from} to be on the node of {@code to} with the same rank, as migrate_pages(2) of Linux 3.5 and
     * later has it.
     *
     * @throws IllegalArgumentException if {@code to} is empty
     */
    public PlanDraft migrate(NodeSet from, NodeSet to) {
        if (to.isEmpty()) {
            throw new IllegalArgumentException("no node to migrate to");
        }
        List<Integer> sources = from.stream().boxed().toList();
        List<Integer> targets = to.stream().boxed().toList();
        IntUnaryOperator target = node -> {
            int rank = sources.indexOf(node);
            boolean stays = rank < 0 || sources.size() != targets.size() && targets.contains(node);
            return stays ? STAYS : targets.get(rank % targets.size());
        };
        for (Vma.Mapping area : process.mappings()) {
            if (!area.path().startsWith("[v")) {
                wishes.add(new Wish(area.range(), target, "migrate " + from + " to " + to, 0));
            }
        }
        return this;
    }

    /**
     * Makes the plan, of where the pages are now.
     *
     * @param createdBy the program that makes it
     * @throws io.numamigrator.NumaException if the process cannot be asked
     * @throws IllegalArgumentException if two wishes are about the same page
     */
    public PlacementPlan plan(String createdBy) {
        PlanHeader header = PlanHeader.of(numa, process, createdBy);
        Areas areas = Areas.of(process);
        List<PlanEntry> entries = new ArrayList<>();
        for (Wish wish : wishes) {
            MemoryRange pages = wholePages(wish.range());
            for (Vma.Mapping area : areas.in(pages)) {
                add(entries, wish, area, Areas.common(pages, area.range()));
            }
        }
        return new PlacementPlan(header, entries);
    }

    private MemoryRange wholePages(MemoryRange range) {
        long start = range.start() & -pageBytes;
        long bytes = range.bytes() == 0 ? 0 : (Areas.lastOf(range) | pageBytes - 1) - start + 1;
        return new MemoryRange(start, bytes);
    }

    /** Adds entries for stretches of pages with one target; those that stay or are not there separate them, or lie inside. */
    private void add(List<PlanEntry> entries, Wish wish, Vma.Mapping area, MemoryRange part) {
        NodeRuns runs = NodeRuns.of(process, List.of(part), pageBytes);
        int first = 0;
        while (first < runs.size()) {
            int target = goal(wish, runs.node(first));
            if (target == STAYS) {
                first++;
                continue;
            }
            int last = first;
            int limit = runs.lastOfEntry(first);
            for (int run = first + 1; run <= limit && follows(wish, runs.node(run), target); run++) {
                last = goal(wish, runs.node(run)) == target ? run : last;
            }
            entries.add(new PlanEntry(runs.range(first, last), area, runs.expected(first, last), target, wish.reason(),
                    wish.priority()));
            first = last + 1;
        }
    }

    /** Returns where a page is to go, or that it stays: on its target, or not there. */
    private static int goal(Wish wish, int node) {
        int target = node < 0 ? STAYS : wish.target().applyAsInt(node);
        return target == node ? STAYS : target;
    }

    /** Tells whether a run may stand inside an entry: it goes to the same target, is there already, or has no pages. */
    private static boolean follows(Wish wish, int node, int target) {
        return node < 0 || node == target || goal(wish, node) == target;
    }
}
