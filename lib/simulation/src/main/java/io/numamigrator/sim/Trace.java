package io.numamigrator.sim;

import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.Watcher;
import io.numamigrator.sim.task.ProcessTable;
import io.numamigrator.sim.version.MigrationStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Watches the migration engine until it is closed, page by page and step by step.
 *
 * <p>While anybody watches, each page goes through the steps by itself, and a call of the kernel has the machine to itself.
 *
 * {@snippet :
 * try (Trace trace = machine.trace()) {
 *     machine.migrator().move(memory, 1);
 *     List<TraceEvent> events = trace.events();
 * }
 * }
 */
public final class Trace implements AutoCloseable {

    private final ProcessTable processes;
    private final Watcher seeing = this::see;
    private final Consumer<TraceEvent> watcher;
    private final List<TraceEvent> events = new ArrayList<>();

    Trace(ProcessTable processes, Consumer<TraceEvent> watcher) {
        this.processes = processes;
        this.watcher = watcher;
    }

    /** Returns the events recorded so far. */
    public List<TraceEvent> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** Begins to watch. */
    Trace open() {
        machine().exclusively(() -> machine().watchers().add(seeing));
        return this;
    }

    private Machine machine() {
        return processes.machine();
    }

    private void see(long space, long address, MigrationStep step, int pass, int from, int to, int errno) {
        int pid = processes.pidOf(space);
        TraceEvent event;
        synchronized (events) {
            event = new TraceEvent(
                    events.size() + 1, pid, address, Step.of(step), step.documented(machine().kernel()), pass, from, to,
                    errno);
            events.add(event);
        }
        watcher.accept(event);
    }

    /** Stops tracing; recorded events stay. */
    @Override
    public void close() {
        machine().watchers().remove(seeing);
    }
}
