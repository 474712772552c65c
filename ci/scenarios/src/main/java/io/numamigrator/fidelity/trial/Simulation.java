package io.numamigrator.fidelity.trial;

import io.numamigrator.fidelity.program.Outcome;
import io.numamigrator.fidelity.program.Program;
import io.numamigrator.fidelity.sim.Room;
import io.numamigrator.fidelity.sim.SimulatedExecutor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The simulated kernel: a program that makes it throw is told of, and ends nothing. */
public final class Simulation implements Executor {

    private static final String OURS = "io.numamigrator.";

    private final SimulatedExecutor executor;
    private final @Nullable Room left;

    public Simulation(SimulatedExecutor executor) {
        this(executor, null);
    }

    private Simulation(SimulatedExecutor executor, @Nullable Room left) {
        this.executor = executor;
        this.left = left;
    }

    public static Simulation of(String nodes, String kernel) {
        return new Simulation(new SimulatedExecutor(nodes, kernel));
    }

    @Override
    public List<Outcome> run(List<Program> programs) {
        return programs.stream().map(this::run).toList();
    }

    @Override
    public Executor leaving(Room room) {
        return new Simulation(executor, room);
    }

    /** One at a time: an executor has one set of buffers. */
    private Outcome run(Program program) {
        try {
            synchronized (executor) {
                return new Outcome.Seen(executor.run(program.bytes(), left));
            }
        } catch (RuntimeException | AssertionError | StackOverflowError thrown) {
            return new Outcome.Failed(name(thrown));
        }
    }

    /** Return what groups throws of one cause: what was thrown, and the innermost place of ours. */
    private static String name(Throwable thrown) {
        for (StackTraceElement place : thrown.getStackTrace()) {
            if (place.getClassName().startsWith(OURS)) {
                String type = place.getClassName().substring(place.getClassName().lastIndexOf('.') + 1);
                return "throws " + thrown.getClass().getSimpleName() + " in " + type + "." + place.getMethodName()
                        + ": "
                        + thrown.getMessage();
            }
        }
        return "throws " + thrown;
    }
}
