package io.numamigrator.bench;

import io.numamigrator.MemoryRange;
import io.numamigrator.Placement;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.util.Arrays;
import java.util.Random;

/** Machines to be measured, and memory in a known state. */
final class SimulatedPages {

    static final long GIB = 1L << 30;
    static final int PAGE = 4096;

    private SimulatedPages() {}

    static SimulatedMachine machine() {
        return SimulatedMachine.builder().nodes(4, 256 * GIB).build();
    }

    static SimulatedMachine terabyte() {
        return SimulatedMachine.builder().nodes(64, 16 * GIB).build();
    }

    static MemoryRange onNode(SimulatedProcess process, long bytes, int node) {
        MemoryRange memory = process.map(bytes);
        process.place(memory, node);
        return memory;
    }

    /** Map memory whose pages are on two nodes in turn, so that no page table has two equal neighbours. */
    static MemoryRange inTurn(SimulatedProcess process, int pages, int even, int odd) {
        MemoryRange memory = onNode(process, (long) pages * PAGE, even);
        for (int i = 1; i < pages; i += 2) {
            MemoryRange page = new MemoryRange(memory.start() + (long) i * PAGE, PAGE);
            process.discard(page);
            process.place(page, odd);
        }
        return memory;
    }

    static long[] addresses(MemoryRange memory) {
        long[] addresses = new long[(int) (memory.bytes() / PAGE)];
        Addresses.fill(addresses, memory.start());
        return addresses;
    }

    /** Return addresses of different pages from all over the memory, in no order. */
    static long[] scattered(MemoryRange memory, int count) {
        long stride = memory.bytes() / PAGE / count;
        Random random = new Random(17);
        long[] addresses = new long[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            addresses[i] = addresses[other];
            addresses[other] = memory.start() + (i * stride + random.nextInt((int) stride)) * PAGE;
        }
        return addresses;
    }

    static Placement plan(long[] addresses, int node) {
        int[] nodes = new int[addresses.length];
        Arrays.fill(nodes, node);
        return Placement.of(addresses, nodes);
    }
}
