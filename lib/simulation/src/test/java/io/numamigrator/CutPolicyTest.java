package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.MemoryPolicy.Mode;
import io.numamigrator.areas.CutPolicy;
import io.numamigrator.areas.NumaMaps;
import io.numamigrator.sim.SimulatedMachine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 8.3: the kernel has 64 bytes for a policy, 50 before Linux 3.13, and cuts it in mid-number if it comes so. */
class CutPolicyTest {

    private final ScriptedKernel kernel = new ScriptedKernel(0, 0);

    private Vma line(String line) {
        kernel.files.put("/proc/42/numa_maps", line + "\n");
        kernel.files.put("/proc/42/maps", "");
        return NumaMaps.read(kernel, 42).getFirst();
    }

    private static NodeSet every(int step, int from, int to) {
        return NodeSet.of(IntStream.rangeClosed(from, to).filter(node -> (node - from) % step == 0).toArray());
    }

    @Test
    void aListCutBehindACommaNamesItsNodesAndMore() {
        Vma vma =
                line("7f0000001000 bind:0,2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36,38,40, anon=3 dirty=3 N4=3"
                        + " kernelpagesize_kB=4");

        assertThat(vma.policy().mode()).isEqualTo(Mode.BIND);
        assertThat(vma.policy().nodes()).isEqualTo(every(2, 0, 40));
        assertThat(vma.policy().incomplete()).isTrue();
        assertThat(vma.bytesByNode()).isEqualTo(Map.of(4, 3 * 4096L));
    }

    @Test
    void aNumberThatMayLackDigitsIsNotTakenForANode() {
        Vma vma =
                line("7f0000004000 interleave:1,4,7,10,13,16,19,22,25,28,31,34,37,40,43,46,49,52,5 anon=1 dirty=1 N1=1"
                        + " kernelpagesize_kB=4");

        assertThat(vma.policy().nodes()).isEqualTo(every(3, 1, 52));
        assertThat(vma.policy().incomplete()).isTrue();
        assertThat(vma.bytes()).isEqualTo(4096);
    }

    @Test
    void unknownIsAPolicyThatNobodyKnows() {
        Vma vma = line("7f0000005000 unknown anon=2 dirty=2 N0=2 kernelpagesize_kB=4");

        assertThat(vma.policy().mode()).isEqualTo(Mode.UNKNOWN);
        assertThat(vma.policy().incomplete()).isTrue();
        assertThat(vma.policy()).hasToString("unknown");
        assertThat(vma.bytes()).isEqualTo(8192);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "bind:0,12-155|12|0,12-15",
        "bind:0,12-15,17|13|0,12-15",
        "bind:0,12-15|14|0,12",
        "bind:0,12-15|13|0,12",
        "bind:0,12-15|12|0",
        "bind:0,12-150|15|0,12-15",
        "bind:3|6|",
        "bind:|5|",
        "interleave=static|17|",
        "interleave=0,2,3|16|0,2"})
    void whatStandsBeforeTheCutIsCertain(String whole, int room, String nodes) {
        String text = whole.substring(0, Math.min(room, whole.length()));
        MemoryPolicy policy = new CutPolicy(text.length()).parse(text);

        assertThat(policy.incomplete()).isTrue();
        assertThat(policy.nodes().containsAll(NodeSet.parse(nodes == null ? "" : nodes))).isTrue();
        assertThat(MemoryPolicy.parse(whole).nodes().containsAll(policy.nodes())).isTrue();
    }

    @Test
    void aListThatFitsIsWhole() {
        String text = "bind:0,2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36,38,40";
        assertThat(text).hasSize(CutPolicy.ROOM - 1);
        assertThat(line("1000 " + text).policy()).isEqualTo(MemoryPolicy.bind(every(2, 0, 40)));
    }

    @Test
    void beforeLinux313TheTextIsShorter() {
        String text = "bind:0,2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,3";
        assertThat(text).hasSize(CutPolicy.OLD_ROOM);
        assertThat(line("1000 " + text).policy().incomplete()).isFalse();
        kernel.files.put("/proc/sys/kernel/osrelease", "3.10.0-1160.el7.x86_64\n");
        assertThat(line("1000 " + text).policy().incomplete()).isTrue();
        assertThat(line("1000 " + text).policy().nodes()).isEqualTo(every(2, 0, 30));
    }

    @Test
    void anIncompletePolicyIsWrittenWithDotsAndReadAgain() {
        MemoryPolicy cut = new MemoryPolicy(Mode.BIND, every(2, 0, 4), Set.of(),
                OptionalInt.empty(), true);

        assertThat(cut).hasToString("bind:0,2,4,...");
        assertThat(MemoryPolicy.parse("bind:0,2,4,...")).isEqualTo(cut);
        assertThat(MemoryPolicy.parse("bind:...").incomplete()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"6.12, 63", "3.10, 49"})
    void theSimulatedKernelCutsAsTheRealOneDoes(String release, int room) throws Exception {
        SimulatedMachine machine = SimulatedMachine.builder().nodes(64, 64L << 20).kernel(release).build();
        NumaMigrator numa = machine.migrator();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(1 << 20, 4096);
            MemoryPolicy policy = MemoryPolicy.interleave(every(2, 0, 62));
            numa.locate(memory);
            numa.setPolicy(memory, policy);
            Vma vma = numa.self().maps().stream().filter(each -> each.start() == memory.address()).findFirst()
                    .orElseThrow();

            assertThat(vma.policy().incomplete()).isTrue();
            assertThat(policy.toString()).startsWith(vma.policy().toString().replace(",...", ","));
            assertThat(vma.policy().nodes()).isEqualTo(every(2, 0, room == 63 ? 36 : 26));
            assertThat(numa.policy(memory)).as("get_mempolicy has no such limit").isEqualTo(policy);
            assertThatThrownBy(() -> numa.setPolicy(memory, vma.policy())).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("interleave:0,2").hasMessageContaining("not known completely");
        }
    }
}
