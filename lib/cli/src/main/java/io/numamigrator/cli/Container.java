package io.numamigrator.cli;

import io.numamigrator.sim.Capability;
import io.numamigrator.sim.SeccompProfile;
import io.numamigrator.sim.SimulatedMachine;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The container that the service of a simulated machine runs in. */
final class Container {

    @Option(names = "--seccomp", required = true, paramLabel = "RUNTIME", description = "Run the service in a container, behind the seccomp filter of ${COMPLETION-CANDIDATES}.")
    private @Nullable SeccompProfile profile;

    @Option(names = "--cap-add", paramLabel = "CAPABILITY", description = "Give the container a capability, like SYS_NICE; without it there is none.")
    private List<Capability> added = List.of();

    /** Let the first process of a machine, and what it forks, be in the container. */
    void enter(SimulatedMachine machine) {
        machine.process().enterContainer(Objects.requireNonNull(profile), added.toArray(Capability[]::new));
    }
}
