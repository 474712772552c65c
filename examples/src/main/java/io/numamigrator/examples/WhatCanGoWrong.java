package io.numamigrator.examples;

import io.numamigrator.MoveResult;
import io.numamigrator.NumaMigrator;
import io.numamigrator.PageReport;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Meet a pinned page and a node that fills up, which no test on a real machine can order. */
public final class WhatCanGoWrong {

    private WhatCanGoWrong() {}

    /** Run the story. */
    public static void main(String[] args) {
        SimulatedMachine machine = SimulatedMachine.builder().nodes("2x[2cpu,1G]+[0cpu,4G]@31").kernel("6.12").build();
        SimulatedProcess process = machine.process();
        try (NumaMigrator numa = machine.migrator();
                Arena arena = Arena.ofConfined()) {
            MemorySegment table = arena.allocate(8 * 4096, 4096);
            process.pin(process.adopt(table.asSlice(2 * 4096, 4096)));
            report("one page pinned", numa.move(table, 1));

            machine.fill(2, 5 * 4096);
            report("five pages free", numa.move(arena.allocate(8 * 4096, 4096), 2));
            System.out.println("ok " + numa.locate(table).bytesByNode());
        }
    }

    private static void report(String what, MoveResult result) {
        System.out.println(what + ": " + result);
        for (PageReport.Entry page : result.refused()) {
            System.out.println("  " + page);
        }
    }
}
