package io.numamigrator.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryPolicy;
import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.proc.PseudoTree;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** A policy belongs to the thread that set it, as in a real process. */
class JavaThreadsTest {

    private final SimulatedMachine machine = SimulatedMachine.fourNodes();
    private final SimulatedProcess process = machine.process();
    private final NumaMigrator numa = machine.migrator();

    private static <T> T onAnotherThread(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = Thread.ofPlatform().start(task);
        thread.join();
        return task.get();
    }

    private int nodeOfFreshMemory() {
        MemoryRange memory = process.map(4096);
        process.touch(memory);
        return numa.self().locate(memory).bytesByNode().keySet().iterator().next();
    }

    private int threads() throws IOException {
        return new PseudoTree(process.core().mainTask()).read("/proc/self/status").lines()
                .filter(line -> line.startsWith("Threads:"))
                .mapToInt(line -> Integer.parseInt(line.substring(8).strip())).findFirst().orElseThrow();
    }

    @Test
    void memoryComesByThePolicyOfTheThreadThatTouchesIt() throws Exception {
        int other = onAnotherThread(() -> {
            numa.setThreadPolicy(MemoryPolicy.bind(NodeSet.of(2)));
            return nodeOfFreshMemory();
        });
        numa.setThreadPolicy(MemoryPolicy.bind(NodeSet.of(3)));

        assertThat(other).isEqualTo(2);
        assertThat(nodeOfFreshMemory()).isEqualTo(3);
    }

    @Test
    void aThreadBeginsWithThePolicyOfTheFirst() throws Exception {
        numa.setThreadPolicy(MemoryPolicy.bind(NodeSet.of(1)));
        assertThat(onAnotherThread(numa::threadPolicy)).isEqualTo(MemoryPolicy.bind(NodeSet.of(1)));
        assertThat(threads()).as("it did nothing of its own").isEqualTo(1);
    }

    @Test
    void aChildHasThePolicyOfTheThreadThatForks() throws Exception {
        SimulatedProcess child = onAnotherThread(() -> {
            numa.setThreadPolicy(MemoryPolicy.bind(NodeSet.of(2)));
            return process.fork();
        });
        assertThat(new RawCalls(child).taskPolicy()).isEqualTo("2:2");
        assertThat(new RawCalls(process.fork()).taskPolicy()).isEqualTo("0:");
    }

    @Test
    void aThreadThatEndedIsNotCountedWhenAnotherComes() throws Exception {
        for (int i = 0; i < 3; i++) {
            onAnotherThread(() -> {
                numa.setThreadPolicy(MemoryPolicy.local());
                return threads();
            });
        }
        assertThat(threads()).isEqualTo(2);
    }
}
