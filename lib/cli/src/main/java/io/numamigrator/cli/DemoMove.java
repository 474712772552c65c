package io.numamigrator.cli;

import io.numamigrator.MoveResult;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaTopology;
import io.numamigrator.PageReport;
import io.numamigrator.cli.draw.NodeLine;
import io.numamigrator.cli.draw.Size;
import io.numamigrator.cli.draw.Terminal;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/** Moves 64 MiB of this JVM to the node farthest from it and asks the kernel where they are now. */
final class DemoMove {

    private static final long BYTES = 64L << 20;

    private final KernelChoice kernel;
    private final NumaMigrator numa;
    private final Terminal terminal;
    private final NodeLine line;

    DemoMove(KernelChoice kernel, NumaMigrator numa, Terminal terminal) {
        this.kernel = kernel;
        this.numa = numa;
        this.terminal = terminal;
        this.line = new NodeLine(terminal, BYTES);
    }

    /** Run, and return whether every page arrived. */
    boolean run() {
        try (Arena arena = Arena.ofConfined()) {
            int pageSize = numa.backend().pageSize();
            MemorySegment segment = arena.allocate(BYTES, pageSize).fill((byte) 1);
            PageReport before = numa.locate(segment);
            terminal.out().println(line.of("before", before.bytesByNode()));
            // The first move of a JVM loads classes; the time shown is to be that of a move.
            numa.move(segment.asSlice(0, pageSize), most(before.bytesByNode()));
            int from = most(before.bytesByNode());
            int to = target(from);
            long started = System.nanoTime();
            MoveResult result = numa.move(segment, to);
            long nanos = kernel.nanosSince(started);
            PageReport after = numa.locate(segment);
            terminal.out().println(line.of("after", after.bytesByNode()));
            long there = after.bytesByNode().getOrDefault(to, 0L);
            terminal.out().println(story(result, from, to, nanos, pageSize));
            terminal.out().println(verdict(result, there, to));
            return result.isComplete() && there == BYTES;
        }
    }

    private int target(int from) {
        NumaTopology topology = numa.topology();
        NodeSet candidates = topology.allowed().intersect(topology.withMemory());
        // Without distances every other node is as good as any.
        return topology.farthestAllowed(from).orElse(candidates.minus(NodeSet.of(from)).highest());
    }

    private static int most(Map<Integer, Long> bytesByNode) {
        return bytesByNode.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new IllegalStateException("memory just written to is on no node"));
    }

    private static String story(MoveResult result, int from, int to, long nanos, int pageSize) {
        String time = nanos == 0 ? "" : " in " + Size.time(nanos);
        if (from == to && result.moved() == 0) {
            return "asked for node " + to + ", the only node allowed: " + result.alreadyThere()
                    + " pages already there, found out"
                    + time;
        }
        return "node " + from + " to node " + to + ": " + result.moved() + " pages moved, " + result.alreadyThere()
                + " already there" + time
                + (nanos == 0 ? "" : ", " + Size.rate((long) result.moved() * pageSize, nanos));
    }

    private String verdict(MoveResult result, long there, int to) {
        if (result.isComplete() && there == BYTES) {
            return terminal.alarm(0, "verified") + ": asked again, all " + Size.of(BYTES) + " are on node " + to;
        }
        return terminal.alarm(1, "incomplete") + ": " + result + "; asked again, " + Size.of(there) + " are on node "
                + to;
    }
}
