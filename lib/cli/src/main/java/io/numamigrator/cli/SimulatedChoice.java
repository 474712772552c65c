package io.numamigrator.cli;

import io.numamigrator.Diagnosis;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.cli.where.MemoryPicture.Subject;
import io.numamigrator.sim.SimulatedMachine;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The kernel of a simulated machine, as its first process sees it.
 *
 * @param machine the machine
 */
record SimulatedChoice(SimulatedMachine machine) implements KernelChoice {

    @Override
    public NumaMigrator open() {
        return machine.migrator();
    }

    @Override
    public Diagnosis diagnose() {
        return machine.migrator().explain();
    }

    @Override
    public List<String> hardware() {
        return List.of(machine.migrator().backend().description());
    }

    @Override
    public int self() {
        return machine.process().pid();
    }

    @Override
    public Subject subject(ProcessChoice choice, NumaProcess process) {
        return new Subject(choice.pid(), "(simulated)", "");
    }

    @Override
    public boolean isReal() {
        return false;
    }

    @Override
    public List<ProcessChoice> running(Pattern executable) {
        throw new IllegalArgumentException("simulated processes run no files; name them by number, or self");
    }
}
