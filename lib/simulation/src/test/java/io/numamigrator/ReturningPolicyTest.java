package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.bindings.NativeCall;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

/** After a migration, the policies that place the next pages where the others came from are named. */
class ReturningPolicyTest {

    private final SimulatedMachine machine = SimulatedMachine.fourNodes();
    private final SimulatedProcess process = machine.process();
    private final NumaMigrator numa = machine.migrator();

    private MigrateResult migrate() {
        return numa.self().migrate(NodeSet.of(0), NodeSet.of(2));
    }

    /** Says whether the next page of the process is on a node again that a migration has emptied. */
    private NodeSet nextPage() {
        MemoryRange fresh = process.map(4096);
        process.touch(fresh);
        return NodeSet.of(numa.self().locate(fresh).node(0));
    }

    @Test
    void aBoundProcessPutsItsNextPagesBack() {
        numa.setThreadPolicy(MemoryPolicy.bind(NodeSet.of(0)));
        process.touch(process.map(8 * 4096));

        MigrateResult result = migrate();

        assertThat(result.isComplete()).isTrue();
        assertThat(result.returning()).singleElement().satisfies(policy -> {
            assertThat(policy.policy()).isEqualTo(MemoryPolicy.bind(NodeSet.of(0)));
            assertThat(policy.back()).isEqualTo(NodeSet.of(0)).isEqualTo(nextPage());
            assertThat(policy.remedy()).contains("numactl --membind=2").contains("cpuset.mems");
        });
        assertThat(result.toString()).contains("the policy bind:0 of ")
                .contains(" takes new pages from node 0 and no other: set a policy for 2 in the process itself");
    }

    @Test
    void anAreaWithAPolicyOfItsOwnIsNamedToo() {
        MemoryRange area = process.map(8 * 4096);
        process.touch(area);
        numa.setPolicy(NativeCall.view(area.start(), area.bytes(), Arena.global(), null),
                MemoryPolicy.interleave(NodeSet.of(0, 1)));

        assertThat(migrate().returning()).singleElement().satisfies(policy -> {
            assertThat(policy.areas()).isOne();
            assertThat(policy.policy()).isEqualTo(MemoryPolicy.interleave(NodeSet.of(0, 1)));
            assertThat(policy.back()).isEqualTo(NodeSet.of(0));
        });
    }

    @Test
    void aPolicyForTheTargetsIsNotNamed() {
        numa.setThreadPolicy(MemoryPolicy.preferred(2));
        process.touch(process.map(8 * 4096));

        assertThat(migrate().returning()).isEmpty();
        assertThat(nextPage()).isEqualTo(NodeSet.of(2));
    }

    @Test
    void withoutAPolicyNothingIsNamed() {
        process.touch(process.map(8 * 4096));

        assertThat(migrate().returning()).isEmpty();
        assertThat(migrate().toString()).doesNotContain("policy");
    }

    @Test
    void nodesThatExchangePagesAreNotLeft() {
        numa.setThreadPolicy(MemoryPolicy.bind(NodeSet.of(0, 1)));
        process.touch(process.map(8 * 4096));

        assertThat(numa.self().migrate(NodeSet.of(0, 1), NodeSet.of(1, 0)).returning()).isEmpty();
    }
}
