package io.numamigrator.placement;

import io.numamigrator.Errno;
import io.numamigrator.MemoryRange;
import io.numamigrator.NumaException;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaNode;
import io.numamigrator.NumaProcess;
import io.numamigrator.NumaTopology;
import io.numamigrator.PageReport;
import io.numamigrator.ProcessIdentity;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares a plan with a process as it is now: who it is, what it has mapped, where its pages are, and whether there is room. */
final class PlanCheck {

    private static final long BYTES_AT_ONCE = 256L << 20;

    private final PlacementPlan plan;
    private final NumaMigrator numa;
    private final NumaProcess process;
    private final List<Finding> findings = new ArrayList<>();

    /** Bytes that are to come to each node, less those that are to leave it. */
    private final Map<Integer, Long> growth = new TreeMap<>();

    PlanCheck(PlacementPlan plan, NumaMigrator numa, NumaProcess process) {
        this.plan = plan;
        this.numa = numa;
        this.process = process;
    }

    List<Finding> findings() {
        Optional<Finding> stranger = stranger(plan.header().process(), process);
        if (stranger.isPresent()) {
            return List.of(stranger.get());
        }
        int pageBytes = numa.backend().pageSize();
        if (plan.header().pageBytes() != pageBytes) {
            return List.of(new Finding.OtherPageSize(plan.header().pageBytes(), pageBytes));
        }
        NumaTopology topology = numa.topology();
        checkNodes(topology);
        checkPages(checkAreas());
        checkRoom(topology);
        return List.copyOf(findings);
    }

    /** Returns why a process is not the one that was planned for, or not with the memory that it had then; empty if it is. */
    static Optional<Finding> stranger(ProcessIdentity planned, NumaProcess process) {
        ProcessIdentity now;
        try {
            now = process.identity();
        } catch (NumaException refused) {
            if (refused.errno() == Errno.ESRCH) {
                return Optional.of(new Finding.ProcessGone(planned));
            }
            throw refused;
        }
        if (differ(planned.bootId(), now.bootId())) {
            return Optional.of(new Finding.OtherBoot(planned.bootId().orElse(""), now.bootId().orElse("")));
        }
        if (planned.pid() != now.pid()) {
            return Optional.of(new Finding.OtherProcess(planned, now));
        }
        if (planned.startTicks() != now.startTicks()) {
            return Optional.of(new Finding.PidReused(planned, now));
        }
        return differ(planned.executable(), now.executable()) || differ(planned.image(), now.image())
                ? Optional.of(new Finding.ExecutableChanged(planned, now))
                : Optional.empty();
    }

    /** What is not known on one side is no difference. */
    private static boolean differ(Optional<String> then, Optional<String> now) {
        return then.isPresent() && now.isPresent() && !then.equals(now);
    }

    private void checkNodes(NumaTopology topology) {
        String digest = TopologyDigest.of(topology);
        if (!digest.equals(plan.header().topology())) {
            findings.add(new Finding.TopologyChanged(plan.header().topology(), digest));
        }
        TreeSet<Integer> targets = new TreeSet<>();
        plan.entries().forEach(entry -> targets.add(entry.target()));
        for (int node : targets) {
            if (!topology.online().contains(node)) {
                findings.add(new Finding.NodeMissing(node, "this machine has no such node (online: "
                        + topology.online() + ")"));
            } else if (!topology.withMemory().contains(node)) {
                findings.add(new Finding.NodeMissing(node, "it has no memory (with memory: "
                        + topology.withMemory() + ")"));
            } else if (!topology.allowed().contains(node)) {
                findings.add(new Finding.NodeMissing(node, "the cpuset of the caller does not allow it (allowed: "
                        + topology.allowed() + ")"));
            }
        }
    }

    /** Returns the entries whose memory is what it was. */
    private List<PlanEntry> checkAreas() {
        Areas areas = Areas.of(process);
        List<PlanEntry> fitting = new ArrayList<>();
        for (PlanEntry entry : plan.ascending()) {
            Optional<Finding> change = areas.change(entry);
            change.ifPresent(findings::add);
            if (change.isEmpty()) {
                fitting.add(entry);
            }
        }
        return fitting;
    }

    private void checkPages(List<PlanEntry> fitting) {
        Iterator<PlanEntry> whole = fitting.iterator();
        PageComparison comparison = null;
        for (Pieces pieces = new Pieces(fitting.iterator(), BYTES_AT_ONCE); pieces.hasNext();) {
            List<MemoryRange> ranges = pieces.next().stream().map(PlanEntry::range).toList();
            PageReport report = process.locate(ranges);
            for (int i = 0; i < report.pages(); i++) {
                if (comparison == null) {
                    comparison = new PageComparison(whole.next(), plan.header().pageBytes());
                }
                int node = report.node(i);
                comparison.add(node);
                moves(node, comparison.target());
                if (comparison.isDone()) {
                    comparison.finding().ifPresent(findings::add);
                    comparison = null;
                }
            }
        }
    }

    private void moves(int from, int to) {
        if (from >= 0 && from != to) {
            growth.merge(to, (long) plan.header().pageBytes(), Long::sum);
            growth.merge(from, (long) -plan.header().pageBytes(), Long::sum);
        }
    }

    private void checkRoom(NumaTopology topology) {
        growth.forEach((node, bytes) -> {
            OptionalLong free = topology.node(node).map(NumaNode::freeBytes).orElse(OptionalLong.empty());
            if (free.isPresent() && bytes > free.getAsLong()) {
                findings.add(new Finding.NoRoom(node, bytes, free.getAsLong()));
            }
        });
    }
}
