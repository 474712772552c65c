package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.NumaTopology.MemoryTier;
import io.numamigrator.NumaTopology.Origin;
import io.numamigrator.proc.TopologyReader;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What /sys and /proc say becomes the topology; what they do not say is absent. */
class NumaTopologyTest {

    private static final String NODES = "/sys/devices/system/node/";

    private final ScriptedKernel kernel = new ScriptedKernel(0, 0);

    private void allow(String list) {
        kernel.files.put("/proc/self/status",
                "Name:\tjava\nMems_allowed:\t00000000,0000002b\nMems_allowed_list:\t" + list + "\n");
    }

    private void node(int id, String cpus, long totalKiB, long freeKiB, String distance) {
        String directory = NODES + "node" + id + "/";
        kernel.files.put(directory + "cpulist", cpus + "\n");
        kernel.files.put(directory + "distance", distance + "\n");
        kernel.files.put(
                directory + "meminfo",
                "\nNode " + id + " MemTotal:       " + totalKiB + " kB\nNode " + id + " MemFree:        " + freeKiB
                        + " kB\nNode " + id + " HugePages_Total:     0\n");
    }

    /** Nodes 0 and 1 with CPUs and memory, 3 with memory alone, 5 with CPUs alone; 2 and 4 are not there. */
    private void sparseMachine() {
        allow("0-1,3");
        kernel.files.put(NODES + "possible", "0-7\n");
        kernel.files.put(NODES + "online", "0-1,3,5\n");
        kernel.files.put(NODES + "has_memory", "0-1,3\n");
        kernel.files.put(NODES + "has_normal_memory", "0-1\n");
        kernel.files.put(NODES + "has_cpu", "0-1,5\n");
        kernel.files.put(NODES + "has_generic_initiator", "\n");
        node(0, "0-1,8", 16777216, 12000000, "10 21 17 31");
        node(1, "2-3", 16777216, 4, "21 10 28 21");
        node(3, "", 33554432, 33554432, "17 28 10 30");
        node(5, "4", 0, 0, "31 21 30 10");
    }

    private NumaTopology read() {
        return TopologyReader.read(kernel);
    }

    @Test
    void listsAreReadAsTheyStand() {
        sparseMachine();
        NumaTopology topology = read();

        assertThat(topology.origin()).isEqualTo(Origin.SYSFS);
        assertThat(topology.possible()).hasToString("0-7");
        assertThat(topology.online()).hasToString("0-1,3,5");
        assertThat(topology.withMemory()).hasToString("0-1,3");
        assertThat(topology.withNormalMemory()).contains(NodeSet.of(0, 1));
        assertThat(topology.withGenericInitiator()).contains(NodeSet.empty());
        assertThat(topology.allowed()).hasToString("0-1,3");
        assertThat(topology.memoryOnly()).hasToString("3");
        assertThat(topology.cpuOnly()).hasToString("5");
    }

    @Test
    void sizesAreBytesAndCpusAreNumbers() {
        sparseMachine();
        NumaNode node = read().node(0).orElseThrow();

        assertThat(node.totalBytes()).hasValue(16L << 30);
        assertThat(node.freeBytes()).hasValue(12000000L * 1024);
        assertThat(node.cpus().orElseThrow().stream()).containsExactly(0, 1, 8);
        assertThat(node).hasToString("node 0: CPUs 0-1,8, 16384 MiB, 11718 MiB free, distances 0:10 1:21 3:17 5:31");
        assertThat(read().node(3).orElseThrow().hasCpus()).isFalse();
        assertThat(read().node(5).orElseThrow().hasMemory()).isFalse();
        assertThat(read().node(2)).isEmpty();
    }

    @Test
    void aDistanceBelongsToTheOnlineNodeOfItsColumn() {
        sparseMachine();
        NumaTopology topology = read();

        assertThat(topology.distance(0, 3)).hasValue(17);
        assertThat(topology.distance(1, 5)).hasValue(21);
        assertThat(topology.distance(0, 2)).isEmpty();
        assertThat(topology.distance(2, 0)).isEmpty();
        assertThat(topology.nearestTo(0)).extracting(NumaNode::id).containsExactly(0, 3, 1, 5);
        assertThat(topology.nearestTo(1)).extracting(NumaNode::id).containsExactly(1, 0, 5, 3);
    }

    @Test
    void theFarthestAllowedNodeHasMemory() {
        sparseMachine();
        assertThat(read().farthestAllowed(0)).hasValue(1);
        assertThat(read().farthestAllowed(1)).hasValue(3);
        allow("0,3");
        assertThat(read().farthestAllowed(0)).hasValue(3);
        allow("0");
        assertThat(read().farthestAllowed(0)).hasValue(0);
    }

    @Test
    void aLeadingBlankBeforeTheDistancesIsNoColumn() {
        allow("1-2");
        kernel.files.put(NODES + "online", "1-2\n");
        node(1, "0", 1024, 1024, " 10 40");
        node(2, "", 1024, 1024, " 40 10");

        assertThat(read().distance(1, 2)).hasValue(40);
    }

    @Test
    void distancesThatDoNotMatchTheOnlineNodesAreUnknown() {
        sparseMachine();
        kernel.files.put(NODES + "node0/distance", "10 21 17\n");

        assertThat(read().node(0).orElseThrow().distances()).isEmpty();
        assertThat(read().farthestAllowed(0)).isEmpty();
    }

    @Test
    void aNodeThatWentOfflineDuringTheReadIsLeftOut() {
        sparseMachine();
        kernel.files.remove(NODES + "node5/meminfo");

        assertThat(read().nodes()).extracting(NumaNode::id).containsExactly(0, 1, 3);
    }

    @Test
    void listsThatAnOldKernelLacksComeFromTheNodes() {
        sparseMachine();
        kernel.files.keySet().removeIf(file -> file.startsWith(NODES + "has_") || file.endsWith("possible"));

        assertThat(read().withMemory()).hasToString("0-1,3");
        assertThat(read().withCpus()).contains(NodeSet.of(0, 1, 5));
        assertThat(read().possible()).hasToString("0-1,3,5");
        assertThat(read().withNormalMemory()).isEmpty();
    }

    @Test
    void performanceTiersAndWeightsAreReadWhereTheyAre() {
        sparseMachine();
        String access = NODES + "node3/access0/";
        kernel.files.put(access + "initiators/node0/uevent", "");
        kernel.files.put(access + "initiators/read_bandwidth", "20480\n");
        kernel.files.put(access + "initiators/read_latency", "250\n");
        kernel.files.put(access + "initiators/write_bandwidth", "10240\n");
        kernel.files.put(access + "initiators/write_latency", "300\n");
        kernel.files.put(access + "targets/uevent", "");
        kernel.files.put("/sys/kernel/mm/mempolicy/weighted_interleave/node3", "2\n");
        kernel.files.put("/sys/devices/virtual/memory_tiering/memory_tier4/nodelist", "0-1\n");
        kernel.files.put("/sys/devices/virtual/memory_tiering/memory_tier22/nodelist", "3\n");

        NumaNode node = read().node(3).orElseThrow();
        assertThat(node.access())
                .contains(new NumaNode.Access(
                        NodeSet.of(0),
                        NodeSet.empty(),
                        OptionalLong.of(20480),
                        OptionalLong.of(10240),
                        OptionalLong.of(250),
                        OptionalLong.of(300)));
        assertThat(node.interleaveWeight()).hasValue(2);
        assertThat(read().node(0).orElseThrow().interleaveWeight()).isEqualTo(OptionalInt.empty());
        assertThat(read().node(0).orElseThrow().access()).isEmpty();
        assertThat(read().tiers()).containsExactly(new MemoryTier(4, NodeSet.of(0, 1)),
                new MemoryTier(22, NodeSet.of(3)));
    }

    @Test
    void aHiddenSysLeavesTheAllowedNodesAndSaysSo() {
        allow("0,2");
        NumaTopology topology = read();

        assertThat(topology.origin()).isEqualTo(Origin.MEMS_ALLOWED_ONLY);
        assertThat(topology.nodes()).extracting(NumaNode::id).containsExactly(0, 2);
        assertThat(topology.withCpus()).isEmpty();
        assertThat(topology.memoryOnly()).isEqualTo(NodeSet.empty());
        assertThat(topology.node(2).orElseThrow().totalBytes()).isEmpty();
        assertThat(topology.node(2).orElseThrow().distances()).isEqualTo(Map.of());
        assertThat(topology.farthestAllowed(0)).isEmpty();
        assertThat(topology.toString()).contains("only the allowed nodes are known");
    }

    @Test
    void withoutProcNobodyKnowsWhatIsAllowed() {
        sparseMachine();
        kernel.files.remove("/proc/self/status");

        assertThatThrownBy(this::read)
                .isInstanceOf(NumaUnavailableException.class)
                .hasMessageContaining("Mems_allowed_list");
    }

    @Test
    void hasCpuThatIsEmptyBeforeLinux313DoesNotTakeTheCpusAway() {
        allow("0-1");
        kernel.files.put(NODES + "possible", "0-1\n");
        kernel.files.put(NODES + "online", "0-1\n");
        kernel.files.put(NODES + "has_memory", "0-1\n");
        kernel.files.put(NODES + "has_cpu", "\n");
        node(0, "0-7,16-23", 16777216, 12000000, "10 21");
        node(1, "8-15,24-31", 16777216, 12000000, "21 10");

        assertThat(read().withCpus()).contains(NodeSet.of(0, 1));
        assertThat(read().memoryOnly()).isEqualTo(NodeSet.empty());
    }

    @Test
    void beforeListsThereWereMasks() {
        sparseMachine();
        kernel.files.remove(NODES + "node0/cpulist");
        kernel.files.put(NODES + "node0/cpumap", "00000001,80000103\n");
        kernel.files.put("/proc/self/status", "Mems_allowed:\t00000000,0000002b\n");

        assertThat(read().node(0).orElseThrow().cpus()).contains(CpuSet.parse("0-1,8,31-32"));
        assertThat(read().allowed()).isEqualTo(NodeSet.of(0, 1, 3, 5));
    }

    @Test
    void cpusSeeMemoryOtherwiseThanDevicesDo() {
        sparseMachine();
        figures("access0", 5, "419431", "8");
        figures("access1", 0, "131072", "26");

        NumaNode node = read().node(3).orElseThrow();
        assertThat(node.access().orElseThrow().initiators()).isEqualTo(NodeSet.of(0));
        assertThat(node.access().orElseThrow().readLatency()).hasValue(26);
        assertThat(node.accessFromAny().orElseThrow().initiators()).isEqualTo(NodeSet.of(5));
        assertThat(node.accessFromAny().orElseThrow().readBandwidth()).hasValue(419431);
        assertThat(node.toString()).contains("best from 0, read 131072 MiB/s, read in 26 ns")
                .contains("with devices best from 5, read 419431 MiB/s, read in 8 ns");
    }

    @Test
    void aFigureOfZeroIsUnknown() {
        sparseMachine();
        figures("access0", 0, "0", "26");

        NumaNode.Access access = read().node(3).orElseThrow().access().orElseThrow();
        assertThat(access.readBandwidth()).isEmpty();
        assertThat(access.readLatency()).hasValue(26);
        assertThat(access).hasToString("best from 0, read in 26 ns");
    }

    private void figures(String accessClass, int initiator, String bandwidth, String latency) {
        String initiators = NODES + "node3/" + accessClass + "/initiators/";
        kernel.files.put(initiators + "node" + initiator + "/uevent", "");
        kernel.files.put(initiators + "read_bandwidth", bandwidth + "\n");
        kernel.files.put(initiators + "read_latency", latency + "\n");
    }

    @Test
    void whatIsBrokenIsAbsentAndTheRestIsRead() {
        sparseMachine();
        kernel.files.put(NODES + "node0/cpulist", "0-\n");
        kernel.files.put(NODES + "node0/distance", "10 far 17 31\n");
        kernel.files.put(NODES + "node0/meminfo", "Node 0 MemTotal:\nNode 0 MemFree:   lots kB\n");
        kernel.files.put(NODES + "has_generic_initiator", "none\n");
        kernel.files.put("/sys/kernel/mm/mempolicy/weighted_interleave/node3", "heavy\n");

        NumaNode broken = read().node(0).orElseThrow();
        assertThat(broken.cpus()).isEmpty();
        assertThat(broken.distances()).isEmpty();
        assertThat(broken.totalBytes()).isEmpty();
        assertThat(broken.freeBytes()).isEmpty();
        assertThat(read().withGenericInitiator()).isEmpty();
        assertThat(read().withCpus()).contains(NodeSet.of(0, 1, 5));
        assertThat(read().node(3).orElseThrow().interleaveWeight()).isEmpty();
        assertThat(read().node(1).orElseThrow().distances()).hasSize(4);
    }
}
