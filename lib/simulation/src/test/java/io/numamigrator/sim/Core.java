package io.numamigrator.sim;

import io.numamigrator.kernel.Kernel;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.task.Process;
import io.numamigrator.sim.task.ProcessTable;
import io.numamigrator.sim.task.Task;

/** Opens the core below the public face of the simulation to tests in other packages. */
public final class Core {

    private Core() {}

    /** Returns what a machine is made of. */
    public static Machine of(SimulatedMachine machine) {
        return machine.core();
    }

    /** Returns a process as the kernel keeps it. */
    public static Process of(SimulatedProcess process) {
        return process.core();
    }

    /** Returns the processes that run on a machine. */
    public static ProcessTable processes(SimulatedMachine machine) {
        return machine.processes();
    }

    /** Returns the machine as the main thread of a process sees it. */
    public static Kernel kernel(SimulatedProcess process) {
        return kernel(process, of(process).mainTask());
    }

    /** Returns the machine as a thread of a process sees it. */
    public static Kernel kernel(SimulatedProcess process, Task task) {
        return process.kernel(task);
    }

    /** Returns the bit of a capability. */
    public static long mask(Capability capability) {
        return capability.mask();
    }
}
