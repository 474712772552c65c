package io.numamigrator.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaException;
import io.numamigrator.NumaMigrator;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInfo;

/** The annotations, used on themselves. */
class NumaExtensionTest {

    private static final Set<SimulatedMachine> MACHINES = new HashSet<>();
    private final SimulatedMachine fromConstructor;

    NumaExtensionTest(SimulatedMachine machine) {
        fromConstructor = machine;
    }

    @SimulatedNuma(nodes = "3", kernel = "6.1")
    @SimulatedNuma(nodes = "3", kernel = "6.12")
    void eachRunHasAMachineOfItsOwn(SimulatedMachine machine, TestInfo info) {
        assertThat(machine).isSameAs(fromConstructor);
        assertThat(info.getDisplayName()).startsWith("simulated: nodes 3, Linux 6.1");
        assertThat(MACHINES.add(machine)).isTrue();
    }

    @SimulatedNuma(nodes = "[1cpu,1G]+[0cpu,4G]", kernel = "4.17")
    void nodesAndKernelAreAsWritten(NumaMigrator numa) {
        assertThat(numa.topology().memoryOnly()).hasToString("1");
        assertThat(numa.backend()).hasToString("simulated Linux 4.17, nodes 0-1");
    }

    @SimulatedNuma(nodes = "gh200")
    @SimulatedNuma(nodes = "power9")
    @SimulatedNuma(nodes = "xeon-max-snc4")
    @SimulatedNuma(nodes = "epyc-nps4")
    @SimulatedNuma(nodes = "optane")
    void realMachinesHaveNames(NumaMigrator numa, SimulatedProcess process) {
        MemoryRange memory = process.map(4096);
        process.touch(memory);
        NodeSet target = numa.topology().withMemory();
        numa.self().move(memory, target.highest()).orThrow();
        assertThat(numa.self().locate(memory).node(0)).isEqualTo(target.highest());
    }

    @SimulatedNuma(kernel = "6.12", seccomp = "docker")
    void aContainerRefusesWhatDockerRefuses(NumaMigrator numa, SimulatedProcess process) {
        MemoryRange memory = process.map(4096);
        assertThatThrownBy(() -> numa.self().move(memory, 1)).isInstanceOf(NumaException.class)
                .hasMessageContaining("EPERM").hasMessageContaining("seccomp");
    }

    @AfterAll
    static void twoRunsHadTwoMachines() {
        assertThat(MACHINES).hasSize(2);
    }
}
