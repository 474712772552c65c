package io.numamigrator.cli;

import io.numamigrator.MemoryRange;
import io.numamigrator.MoveResult;
import io.numamigrator.NumaMigrator;
import io.numamigrator.cli.draw.NodeLine;
import io.numamigrator.cli.draw.Terminal;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Runs on four simulated nodes what ran on the real ones, then moves memory with a pinned page, a shared page, and a full node. */
final class DemoSimulated {

    private static final long GIB = 1L << 30;
    private static final long BYTES = 16L << 20;
    private static final int FULL = 3;

    private final Terminal terminal;
    private final SimulatedMachine machine = SimulatedMachine.builder().nodes(4, GIB).build();
    private final NumaMigrator numa = machine.migrator();

    DemoSimulated(Terminal terminal) {
        this.terminal = terminal;
    }

    void run() {
        terminal.out().println(terminal.dim(numa.backend().description()));
        new DemoMove(new SimulatedChoice(machine), numa, terminal).run();
        terminal.out().println();
        try (Arena arena = Arena.ofConfined()) {
            int page = numa.backend().pageSize();
            MemorySegment table = arena.allocate(BYTES, page);
            hinder(table, page);
            terminal.out().println("16 MiB more, one page pinned, one shared with a child, 8 MiB free on node " + FULL
                    + ":");
            MoveResult result = numa.move(table, FULL);
            MoveTally tally = new MoveTally(MemoryRange.of(table), FULL, page);
            tally.add(result, 0);
            tally.lines(terminal).forEach(terminal.out()::println);
            terminal.out().println(new NodeLine(terminal, BYTES).of("after", numa.locate(table).bytesByNode()));
        }
    }

    private void hinder(MemorySegment table, int page) {
        SimulatedProcess process = machine.process();
        // What a child shares is what was there when it was forked.
        process.adopt(table.asSlice(2L * page, page));
        process.fork();
        process.adopt(table);
        process.pin(MemoryRange.of(table.asSlice(page, page)));
        machine.fill(FULL, BYTES / 2);
    }
}
