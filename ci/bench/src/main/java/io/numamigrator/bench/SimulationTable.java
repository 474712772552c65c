package io.numamigrator.bench;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.PageBuffer;
import io.numamigrator.Placement;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.sim.SimulatedMachine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** How fast a simulated machine is, under the system call and under the library, and how much memory it takes. */
final class SimulationTable {

    private static final int LIST = 1 << 16;
    private static final int MOVE = 2;
    private static final int BIND = 2;

    private final SimulationRows rows;

    SimulationTable(Effort effort) {
        this.rows = new SimulationRows(effort);
    }

    Section measure() {
        lists();
        mixedLists();
        scattered();
        uniformRanges();
        mixedRanges();
        bytes();
        building();
        new SimulatedThreads(rows).measure();
        return rows.section();
    }

    private static double millions(double pages, double seconds) {
        return 1e-6 * pages / seconds;
    }

    private static double billions(double pages, double seconds) {
        return 1e-9 * pages / seconds;
    }

    private void lists() {
        SimulatedMachine machine = SimulatedPages.machine();
        MemoryRange memory = SimulatedPages.onNode(machine.process(), (long) LIST * SimulatedPages.PAGE, 0);
        NumaMigrator numa = machine.migrator();
        long[] addresses = SimulatedPages.addresses(memory);
        RawList[] lists = {new RawList(numa, addresses).to(1), new RawList(numa, addresses).to(2)};
        rows.atLeast("list move, M pages/s", millions(LIST, rows.seconds(turn -> lists[turn & 1].move())), 250, 1000);
        lists[1].requireOn(2);
        rows.atLeast("list query, M pages/s", millions(LIST, rows.seconds(_ -> lists[0].query())), 400, 620);
        lists[0].requireOn(2);
        Placement[] plans = {SimulatedPages.plan(addresses, 1), SimulatedPages.plan(addresses, 2)};
        rows.atLeast("list move through the library, looked at before and after, M pages/s",
                millions(LIST, rows.seconds(turn -> numa.move(plans[turn & 1]).orThrow())), 100, 250);
        Placement[] ranges = {Placement.of(memory, 1), Placement.of(memory, 2)};
        rows.atLeast("move of a range through the library, looked at before and after, M pages/s",
                millions(LIST, rows.seconds(turn -> numa.move(ranges[turn & 1]).orThrow())), 100, 250);
        PageBuffer pages = new PageBuffer();
        rows.atLeast("query of a range through the library, M pages/s",
                millions(LIST, rows.seconds(_ -> numa.self().locate(memory, pages))), 400, 400);
    }

    private void mixedLists() {
        SimulatedMachine machine = SimulatedPages.machine();
        MemoryRange memory = SimulatedPages.inTurn(machine.process(), LIST, 0, 1);
        RawList list = new RawList(machine.migrator(), SimulatedPages.addresses(memory));
        rows.atLeast("list query, every other page on another node, M pages/s",
                millions(LIST, rows.seconds(_ -> list.query())), 400, 620);
    }

    private void scattered() {
        SimulatedMachine machine = SimulatedPages.terabyte();
        MemoryRange memory = machine.process().map(62 * 16 * SimulatedPages.GIB);
        machine.process().touch(memory);
        long[] addresses = SimulatedPages.scattered(memory, LIST);
        NumaMigrator numa = machine.migrator();
        RawList[] lists = {new RawList(numa, addresses).to(62), new RawList(numa, addresses).to(63)};
        rows.atLeast("move of a list from all over 1 TiB, in no order, M pages/s",
                millions(LIST, rows.seconds(turn -> lists[turn & 1].move())), 8, 11);
        lists[1].requireOn(63);
    }

    private void uniformRanges() {
        SimulatedMachine machine = SimulatedPages.machine();
        MemoryRange memory = SimulatedPages.onNode(machine.process(), 64 * SimulatedPages.GIB, 0);
        double pages = (double) memory.bytes() / SimulatedPages.PAGE;
        NumaMigrator numa = machine.migrator();
        rows.atLeast("migrate_pages, uniform tables, G pages/s",
                billions(pages, rows.seconds(migration(numa, 0, 2))), 100, 365);
        rows.atLeast("mbind that moves, uniform tables, G pages/s",
                billions(pages, rows.seconds(binding(numa, memory, mask(1), mask(2)))), 100, 365);
        NumaProcess self = numa.self();
        rows.note("migrate through the library, which reads numa_maps twice, uniform tables, G pages/s",
                billions(pages, rows.seconds(turn -> there(self, turn))));
    }

    private void mixedRanges() {
        SimulatedMachine machine = SimulatedPages.machine();
        MemoryRange memory = SimulatedPages.inTurn(machine.process(), LIST * 2, 0, 1);
        NumaMigrator numa = machine.migrator();
        rows.atLeast("migrate_pages, every other page on another node, G moved pages/s",
                billions(LIST, rows.seconds(migration(numa, 0, 2))), 1, 1.4);
        NumaProcess self = numa.self();
        rows.note("migrate through the library, which reads numa_maps twice, every other page, G moved pages/s",
                billions(LIST, rows.seconds(turn -> there(self, turn))));
        SimulatedMachine other = SimulatedPages.machine();
        MemoryRange turns = SimulatedPages.inTurn(other.process(), LIST * 2, 0, 3);
        rows.atLeast("mbind that moves, every other page on another node, G moved pages/s",
                billions(LIST, rows.seconds(binding(other.migrator(), turns, mask(1, 3), mask(0, 3)))), 1, 1.4);
    }

    private static void there(NumaProcess process, int turn) {
        int from = (turn & 1) * 2;
        process.migrate(NodeSet.of(from), NodeSet.of(2 - from)).orThrow();
    }

    private static SimulationRows.Work migration(NumaMigrator numa, int one, int other) {
        Kernel kernel = RawList.kernel(numa);
        CallFrame frame = new CallFrame();
        MemorySegment[] masks = {mask(one), mask(other)};
        return turn -> requireDone(kernel.migratePages(frame, 0, Long.SIZE, masks[turn & 1], masks[1 - (turn & 1)]));
    }

    private static SimulationRows.Work binding(NumaMigrator numa, MemoryRange memory, MemorySegment... masks) {
        Kernel kernel = RawList.kernel(numa);
        CallFrame frame = new CallFrame();
        return turn -> requireDone(kernel.mbind(
                frame, memory.start(), memory.bytes(), BIND, masks[turn & 1], Long.SIZE, MOVE));
    }

    private static MemorySegment mask(int... nodes) {
        return Arena.ofAuto().allocateFrom(ValueLayout.JAVA_LONG,
                NodeSet.of(nodes).stream().mapToLong(n -> 1L << n).sum());
    }

    private static void requireDone(long result) {
        if (result != 0) {
            throw new IllegalStateException("the call answered " + result);
        }
    }

    private void bytes() {
        SimulatedMachine machine = SimulatedPages.machine();
        long before = heap();
        MemoryRange uniform = SimulatedPages.onNode(machine.process(), 64 * SimulatedPages.GIB, 0);
        rows.atMost("uniform tables, B a page", heapSince(before) * SimulatedPages.PAGE / uniform.bytes(), 0.05);
        before = heap();
        MemoryRange mixed = SimulatedPages.inTurn(machine.process(), LIST * 4, 0, 1);
        rows.atMost("mixed tables, the worst, B a page", heapSince(before) * SimulatedPages.PAGE / mixed.bytes(), 2.5);
        machine.process().discard(mixed);
    }

    private void building() {
        rows.atMost("1 TiB on 64 nodes is built, ms",
                1e3 * rows.seconds(_ -> SimulatedPages.terabyte()), 20);
        List<SimulatedMachine> kept = new ArrayList<>();
        long before = heap();
        kept.add(SimulatedPages.terabyte());
        MemoryRange all = kept.getFirst().process().map(1008 * SimulatedPages.GIB);
        kept.getFirst().process().touch(all);
        rows.atMost("1 TiB on 64 nodes, all of it touched, MiB", heapSince(before) / (1 << 20), 16);
        kept.clear();
    }

    private static double heapSince(long before) {
        return heap() - before;
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
