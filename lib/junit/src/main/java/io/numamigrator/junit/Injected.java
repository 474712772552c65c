package io.numamigrator.junit;

import io.numamigrator.NumaMigrator;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.util.Set;
import org.junit.jupiter.api.extension.ParameterContext;

/** What a test can ask for. */
final class Injected {

    private static final Set<Class<?>> TYPES =
            Set.of(NumaMigrator.class, SimulatedMachine.class, SimulatedProcess.class);

    private Injected() {}

    static boolean isOne(ParameterContext parameter) {
        return TYPES.contains(parameter.getParameter().getType());
    }
}
