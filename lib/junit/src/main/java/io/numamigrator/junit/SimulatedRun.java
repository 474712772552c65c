package io.numamigrator.junit;

import io.numamigrator.NumaMigrator;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/** One run of a test on a machine of its own. */
final class SimulatedRun implements TestTemplateInvocationContext, ParameterResolver {

    private final SimulatedNuma wanted;
    private @Nullable SimulatedMachine machine;

    SimulatedRun(SimulatedNuma wanted) {
        this.wanted = wanted;
    }

    @Override
    public String getDisplayName(int invocationIndex) {
        return "simulated: nodes " + wanted.nodes() + (wanted.kernel().isEmpty() ? "" : ", Linux " + wanted.kernel());
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Injected.isOne(parameter);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        SimulatedMachine own = machine();
        Class<?> type = parameter.getParameter().getType();
        return type == NumaMigrator.class
                ? own.migrator()
                : type == SimulatedProcess.class
                        ? own.process()
                        : own;
    }

    private SimulatedMachine machine() {
        SimulatedMachine made = machine;
        if (made == null) {
            made = SimulatedMachine.builder().nodes(wanted.nodes()).kernel(wanted.kernel()).build();
            machine = made;
        }
        return made;
    }
}
