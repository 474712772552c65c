package io.numamigrator.sim.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.Diagnosis;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.MemoryPolicy;
import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaTopology;
import io.numamigrator.NumaTopology.Origin;
import io.numamigrator.Vma.Backing;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a simulated machine writes is read back by the parsers that read the real /proc and /sys. */
class TextFacesReadTest {

    private final SimulatedMachine machine = SimulatedMachine.tiered();
    private final NumaMigrator numa = machine.migrator();

    @Test
    void theTopologyIsTheMachines() {
        NumaTopology topology = numa.topology();
        assertThat(topology.origin()).isEqualTo(Origin.SYSFS);
        assertThat(topology.online()).hasToString("0-2");
        assertThat(topology.memoryOnly()).hasToString("2");
        assertThat(topology.allowed()).hasToString("0-2");
        assertThat(topology.node(0).orElseThrow().distances()).containsEntry(1, 20).containsEntry(2, 31);
        assertThat(topology.node(2).orElseThrow().totalBytes()).hasValue(512L << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "2.6.16", "2.6.18", "2.6.29", "3.10", "4.3", "4.17", "5.10", "6.1", "6.12", "6.18", "7.3"})
    void everyKernelsTextIsUnderstood(String kernel) {
        NumaMigrator old = SimulatedMachine.fourNodes().toBuilder().kernel(kernel).build().migrator();
        assertThat(old.topology().allowed()).hasToString("0-3");
        assertThat(old.self().maps()).isNotEmpty();
        assertThat(old.explain().findings()).isNotEmpty();
    }

    @Test
    void areasAreReadWithTheirPolicyAndPages() {
        SimulatedProcess process = machine.process();
        MemoryRange memory = process.map(8 * 4096);
        process.place(memory, 2);
        numa.setThreadPolicy(MemoryPolicy.preferredMany(NodeSet.of(0, 1)));
        assertThat(numa.self().maps()).filteredOn(area -> area.start() == memory.start()).singleElement()
                .satisfies(area -> {
                    assertThat(area.policy()).isEqualTo(MemoryPolicy.preferredMany(NodeSet.of(0, 1)));
                    assertThat(area.counts().byNode()).containsExactly(Map.entry(2, 8L));
                    assertThat(area.mapping().orElseThrow().range()).isEqualTo(memory);
                    assertThat(area.backing()).isEqualTo(new Backing.Anonymous());
                });
    }

    @Test
    void theDoctorFindsNothingToFix() {
        assertThat(numa.explain().severity()).isEqualTo(Severity.OK);
        assertThat(numa.explain().findings()).extracting(Diagnosis.Finding::topic)
                .contains(Topic.SECCOMP, Topic.CPUSET, Topic.NODES, Topic.SYSFS, Topic.BALANCING, Topic.THP,
                        Topic.JVM_FLAGS);
    }

    @Test
    void theDoctorSeesCapabilitiesAndCpuset() {
        SimulatedProcess process = machine.spawn();
        process.become(1000);
        process.confineTo(NodeSet.of(0));
        assertThat(process.migrator().explain().toString()).contains("CAP_SYS_NICE is missing")
                .contains("as a target 1-2 is EACCES").contains("/sys/fs/cgroup/");
    }

    @Test
    void migrationIsVerifiedByNumaMaps() {
        SimulatedProcess process = machine.process();
        MemoryRange memory = process.map(64 * 4096);
        process.touch(memory);
        assertThat(numa.self().migrate(NodeSet.of(0), NodeSet.of(1)).orThrow().isVerified()).isTrue();
        assertThat(numa.self().locate(memory).bytesByNode()).containsExactly(Map.entry(1, 64 * 4096L));
    }
}
