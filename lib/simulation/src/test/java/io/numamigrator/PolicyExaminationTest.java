package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import org.junit.jupiter.api.Test;

/** The doctor names the memory policies of a process and warns of those that undo a migration. */
class PolicyExaminationTest {

    private final SimulatedMachine machine = SimulatedMachine.fourNodes();

    @Test
    void aProcessWithoutAPolicyTakesMemoryWhereItRuns() {
        assertThat(machine.migrator().explain().about(Topic.POLICY)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.OK);
            assertThat(finding.summary())
                    .isEqualTo("policy default takes new pages from the node of the CPU that touches them");
        });
    }

    @Test
    void thePolicyOfTheCallingThreadIsWarnedOf() {
        machine.migrator().setThreadPolicy(MemoryPolicy.bind(NodeSet.of(1)));

        assertThat(machine.migrator().explain().about(Topic.POLICY)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.summary()).startsWith("policy bind:1 takes new pages from node 1 and no other: ");
            assertThat(finding.evidence()).containsExactly("get_mempolicy of the calling thread: bind:1");
        });
    }

    @Test
    void thePoliciesOfAnotherProcessAreCountedByArea() {
        SimulatedProcess other = machine.spawn();
        NumaMigrator inside = other.migrator();
        inside.setThreadPolicy(MemoryPolicy.interleave(NodeSet.of(0, 1)));
        other.map(8 * 4096);

        assertThat(machine.migrator().process(other.pid()).explain().about(Topic.POLICY)).extracting(Finding::summary)
                .anySatisfy(summary -> assertThat(summary)
                        .startsWith("policy interleave:0-1 deals new pages out to nodes 0-1 in turn: "));
    }

    @Test
    void onAMachineWithOneNodeNothingIsUndone() {
        SimulatedMachine one = SimulatedMachine.builder().nodes("1").build();
        one.migrator().setThreadPolicy(MemoryPolicy.bind(NodeSet.of(0)));

        assertThat(one.migrator().explain().about(Topic.POLICY)).extracting(Finding::severity)
                .containsExactly(Severity.NOTE);
    }
}
