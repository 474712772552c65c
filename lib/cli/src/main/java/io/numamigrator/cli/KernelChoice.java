package io.numamigrator.cli;

import io.numamigrator.Diagnosis;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.cli.where.MemoryPicture.Subject;
import java.util.List;
import java.util.regex.Pattern;

/** Whose kernel a command asks: that of this machine, or of a simulated one. */
sealed interface KernelChoice permits ThisKernel, SimulatedChoice {

    /** Open it; the caller closes. */
    NumaMigrator open();

    /** Tell what works there. */
    Diagnosis diagnose();

    /** Describe the machine in a few lines. */
    List<String> hardware();

    /** Return the process id that {@code self} stands for. */
    int self();

    /**
     * Name a process.
     *
     * @param process the same, as the kernel sees it
     */
    Subject subject(ProcessChoice choice, NumaProcess process);

    /**
     * Return the processes that run a file whose path has a part that matches, but for this command's own; ascending.
     *
     * <p>A process of another user may hide its file; it is passed over.
     */
    List<ProcessChoice> running(Pattern executable);

    /** Return whether it is this machine's own, where processes have programs, threads and JVMs that can be asked. */
    boolean isReal();

    /** Return the nanoseconds since {@link System#nanoTime()} was {@code started}, 0 if simulated: its time says nothing about a machine. */
    default long nanosSince(long started) {
        return isReal() ? System.nanoTime() - started : 0;
    }
}
