package io.numamigrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryPolicy;
import io.numamigrator.NodeSet;
import io.numamigrator.cli.draw.TestTerminal;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Migrates a simulated process. */
class MigrateTest {

    private final SimulatedMachine machine = SimulatedMachine.fourNodes();
    private final TestTerminal terminal = TestTerminal.plain();

    private String migrate() {
        CommandLine numa = Invocation.commandLine(terminal.terminal(), new SimulatedChoice(machine));
        assertThat(numa.execute("migrate", "self", "0", "2")).isZero();
        return terminal.out().toString().replaceAll("\\s+", " ");
    }

    @Test
    void aPolicyThatUndoesTheMigrationIsNamedWithTheRemedy() {
        SimulatedProcess process = machine.process();
        machine.migrator().setThreadPolicy(MemoryPolicy.bind(NodeSet.of(0)));
        process.touch(process.map(8 * 4096));

        assertThat(migrate()).contains("next pages go back to 0: the policy bind:0 of ").contains("numactl --membind=2")
                .contains("complete: 0 to 2");
    }

    @Test
    void withoutAPolicyThereIsNothingToSay() {
        SimulatedProcess process = machine.process();
        process.touch(process.map(8 * 4096));

        assertThat(migrate()).doesNotContain("policy");
    }
}
