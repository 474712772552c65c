package io.numamigrator.fidelity.sim;

import io.numamigrator.fidelity.program.Observations;
import io.numamigrator.fidelity.program.SystemCalls;
import io.numamigrator.sim.fixture.Census;
import io.numamigrator.sim.task.ProcessTable;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Carries out programs and counts the machine's pages before and after each call: moves make none and lose none. */
public final class WatchedMachine implements Distortion {

    private final CoreMachines machines;
    private @Nullable ProcessTable machine;
    private long usedBefore;

    private WatchedMachine(CoreMachines machines) {
        this.machines = machines;
    }

    /** Prepare machines of a topology and a kernel's release. */
    public static WatchedMachine of(String nodes, String kernel) {
        return new WatchedMachine(new CoreMachines(nodes, kernel));
    }

    /** Prepare machines of so many nodes. */
    public static WatchedMachine of(int nodes, String kernel) {
        return new WatchedMachine(new CoreMachines(nodes + "x[1cpu,512M]", kernel));
    }

    /** Carry out a program; what is not conserved is an AssertionError. */
    public Observations run(ByteBuffer program) {
        return new SimulatedExecutor(this::build, this).run(program, null);
    }

    private ProcessTable build() {
        machine = machines.boot();
        return machine;
    }

    @Override
    public void ofArguments(int number, long[] arguments) {
        usedBefore = census().used();
    }

    private Census census() {
        return Census.of(Objects.requireNonNull(machine));
    }

    @Override
    public long ofResult(int number, long result) {
        Census after = census();
        require(!after.leftIsolated(), number, "left a page off its list");
        require(!after.hasGhosts(), number, "left a page table that leads to a free page");
        boolean moves = number == SystemCalls.MOVE_PAGES || number == SystemCalls.MIGRATE_PAGES
                || number == SystemCalls.MBIND;
        // A huge page that is split gives its zero pages back; what is evicted is in swap.
        require(!moves || after.used() <= usedBefore, number, "made pages: " + usedBefore + " before, " + after.used());
        return result;
    }

    private static void require(boolean holds, int number, String otherwise) {
        if (!holds) {
            throw new AssertionError("system call " + number + " " + otherwise);
        }
    }
}
