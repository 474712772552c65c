package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Remedy;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.doctor.Doctor;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a JVM made of its command line, and why. */
class JvmFlagsTest {

    private static final String LIBRARIES = "7f0000000000-7f0000001000 r-xp 0 0:0 0 /opt/jdk/lib/server/libjvm.so\n";
    private static final String LIBNUMA = "7f0000100000-7f0000101000 r-xp 0 0:0 0 /usr/lib/libnuma.so.1.0.0\n";

    private final PaperKernel kernel = new PaperKernel();

    @BeforeEach
    void startWithUseNuma() {
        kernel.target("State:\tS", "Uid:\t0\t0\t0\t0", "Gid:\t0\t0\t0\t0", "Mems_allowed_list:\t0-3")
                .file("/proc/4711/cmdline", "java\0-XX:+UseNUMA\0-XX:+UseParallelGC\0Main\0");
        maps(LIBRARIES + LIBNUMA, "");
    }

    private void maps(String maps, String numaMaps) {
        kernel.file("/proc/4711/maps", maps).file("/proc/4711/numa_maps", numaMaps);
    }

    private List<Finding> judged(String answer) {
        return Doctor.examine(kernel, PaperKernel.PID, JvmFlags.parse(answer)).about(Topic.JVM_FLAGS);
    }

    private Finding refused() {
        List<Finding> findings = judged("4711:\n-XX:CICompilerCount=2 -XX:-UseNUMA -XX:+UseParallelGC\n");
        assertThat(findings).hasSize(2);
        assertThat(findings.getFirst().severity()).isEqualTo(Severity.NOTE);
        assertThat(findings.getFirst().summary()).startsWith("-XX:+UseNUMA is not in effect, the JVM refused it: ");
        assertThat(findings.getLast().summary()).isEqualTo("no switch of this JVM places its heap");
        return findings.getFirst();
    }

    @Test
    void theAnswerOfTheJvmOverrulesItsCommandLine() {
        assertThat(judged("4711:\n-XX:+UseNUMA -XX:+UseNUMAInterleaving -XX:+UseParallelGC \n"))
                .extracting(Finding::evidence).containsExactly(
                        List.of("VM.flags: -XX:+UseNUMA", "command line: -XX:+UseNUMA"),
                        List.of("VM.flags: -XX:+UseNUMAInterleaving"));
    }

    @Test
    void aMissingLibnumaIsTheReason() {
        maps(LIBRARIES, "");

        assertThat(refused().summary()).endsWith("it found no libnuma.so.1");
        assertThat(refused().evidence()).contains("/proc/4711/maps: no libnuma.so among its libraries");
    }

    @Test
    void aMachineWithOneNodeIsTheReason() {
        kernel.node("has_memory", "0").node("online", "0");

        assertThat(refused().summary()).endsWith("this machine has one node with memory, 0");
    }

    @Test
    void aCpusetWithOneNodeIsTheReason() {
        kernel.target("State:\tS", "Uid:\t0\t0\t0\t0", "Gid:\t0\t0\t0\t0", "Mems_allowed_list:\t2");

        assertThat(refused().summary()).endsWith("its cpuset allows it node 2 alone");
        assertThat(refused().remedies()).extracting(Remedy::text).anyMatch(text -> text.startsWith("echo 0-3 > "));
    }

    @Test
    void aPolicyThatBindsToOneNodeIsTheReason() {
        maps(LIBRARIES + LIBNUMA, "7f0000000000 bind:1 file=/opt/jdk/lib/server/libjvm.so mapped=1 N1=1\n");

        assertThat(refused().summary()).endsWith("its memory policy binds it to node 1");
        assertThat(refused().remedies()).extracting(Remedy::text)
                .containsExactly("numactl --membind=0-3 java ...   (at the next start)");
    }

    @Test
    void whereNothingShowsTheReasonTheLogIsNamed() {
        assertThat(refused().summary()).endsWith("its log tells why");
        assertThat(refused().remedies()).extracting(Remedy::text).singleElement().asString()
                .startsWith("-Xlog:os*=info");
    }

    @Test
    void hugePagesThatAreTurnedOffAreTold() {
        kernel.file("/proc/4711/cmdline", "java\0-XX:+UseTransparentHugePages\0Main\0")
                .file("/sys/kernel/mm/transparent_hugepage/enabled", "always madvise [never]\n");

        assertThat(judged("4711:\n-XX:-UseTransparentHugePages\n").getFirst().summary())
                .endsWith("transparent huge pages are turned off");
    }

    @Test
    void aJvmThatCouldNotBeAskedIsJudgedByItsCommandLineAndTheFindingSaysSo() {
        Diagnosis diagnosis = Doctor.examine(kernel, PaperKernel.PID, JvmFlags.unknown("it is stopped"));

        assertThat(diagnosis.about(Topic.JVM_FLAGS)).singleElement().satisfies(finding -> {
            assertThat(finding.summary()).startsWith("+UseNUMA: ");
            assertThat(finding.evidence()).containsExactly("command line: -XX:+UseNUMA",
                    "judged by the command line alone, the JVM was not asked: it is stopped");
        });
    }

    @Test
    void whatIsNoAnswerIsRefused() {
        assertThatThrownBy(() -> JvmFlags.parse("4711:\nCommand not found\n"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("\"4711:\" is no answer");
        assertThat(JvmFlags.parse("-XX:OnError=\"-XX:+UseZGC.sh\" -XX:-UseZGC").switches())
                .containsOnly(java.util.Map.entry("UseZGC", false));
    }
}
