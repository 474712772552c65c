package io.numamigrator.junit;

import io.numamigrator.NumaMigrator;
import io.numamigrator.sim.Capability;
import io.numamigrator.sim.SeccompProfile;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.lang.reflect.AnnotatedElement;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;

/** A run on a machine of its own for each test. */
final class SimulatedRun extends NumaRun {

    private final SimulatedNuma wanted;

    SimulatedRun(AnnotatedElement annotated, SimulatedNuma wanted) {
        super(annotated);
        this.wanted = wanted;
    }

    @Override
    public String getDisplayName(int invocationIndex) {
        StringBuilder name = new StringBuilder("simulated: nodes ").append(wanted.nodes());
        name.append(wanted.kernel().isEmpty() ? "" : ", Linux " + wanted.kernel());
        name.append(wanted.seccomp().isEmpty() ? "" : ", in " + wanted.seccomp());
        for (Capability added : wanted.capAdd()) {
            name.append(" with ").append(added);
        }
        return name.toString();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        SimulatedMachine own =
                store(context).getOrComputeIfAbsent(SimulatedMachine.class, _ -> build(), SimulatedMachine.class);
        Class<?> type = parameter.getParameter().getType();
        return type == NumaMigrator.class
                ? own.migrator()
                : type == SimulatedProcess.class
                        ? own.process()
                        : own;
    }

    private SimulatedMachine build() {
        SimulatedMachine machine = SimulatedMachine.builder().nodes(wanted.nodes()).kernel(wanted.kernel()).build();
        if (!wanted.seccomp().isEmpty()) {
            machine.process().enterContainer(SeccompProfile.named(wanted.seccomp()), wanted.capAdd());
        } else if (wanted.capAdd().length > 0) {
            throw new IllegalArgumentException("capAdd: without seccomp there is no container to add capabilities to");
        }
        return machine;
    }
}
