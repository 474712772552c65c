package io.numamigrator.cli;

import io.numamigrator.MemoryRange;
import io.numamigrator.NumaTopology;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;

/**
 * Something to look at on a simulated machine: a service with a table, a cache, and memory that a child shares.
 *
 * <p>The sizes follow from the smallest node, the addresses from nothing but the machine, so that they can be typed.
 */
final class SampleService {

    private static final long LARGEST = 64L << 20;
    private static final int PINNED_PAGES = 4;

    private SampleService() {}

    /** Let the first process of a machine be that service, and another share memory with it. */
    static void start(SimulatedMachine machine) {
        SimulatedProcess service = machine.process();
        NumaTopology topology = machine.migrator().topology();
        long page = machine.migrator().backend().pageSize();
        long smallest = topology.nodes().stream().mapToLong(node -> node.freeBytes().orElse(0)).filter(free -> free > 0)
                .min().orElse(0);
        long unit = Math.min(LARGEST, smallest / 8) / page * page;
        service.touch(service.map(unit));
        MemoryRange spread = service.map(unit);
        int[] nodes = topology.withMemory().stream().toArray();
        long share = unit / nodes.length / page * page;
        for (int i = 0; i < nodes.length; i++) {
            service.place(new MemoryRange(spread.start() + i * share, share), nodes[i]);
        }
        MemoryRange shared = service.mapShared(unit / 2 / page * page);
        service.touch(shared);
        SimulatedProcess child = service.fork();
        child.read(shared);
        MemoryRange buffers = service.map(16 * page);
        service.touch(buffers);
        service.pin(new MemoryRange(buffers.start(), PINNED_PAGES * page));
        service.map(unit);
    }
}
