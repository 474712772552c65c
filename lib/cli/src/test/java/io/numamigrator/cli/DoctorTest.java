package io.numamigrator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.numamigrator.NumaMigrator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the doctor says of JVMs that really run here. */
class DoctorTest {

    private static String doctor(String... arguments) {
        List<String> line = new ArrayList<>(List.of("doctor"));
        line.addAll(List.of(arguments));
        Ran ran = Ran.numa(line.toArray(String[]::new));
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran.out().replaceAll("\\s+", " ");
    }

    @Test
    void aFlagThatTheJvmRefusedIsNotTakenForOneInEffect() throws IOException {
        try (NumaMigrator numa = NumaMigrator.system()) {
            assumeTrue(numa.topology().withMemory().size() == 1, "with several nodes the JVM keeps -XX:+UseNUMA");
        }
        try (Child child = Child.jvm("-XX:+UseParallelGC", "-XX:+UseNUMA", "-XX:+AlwaysPreTouch")) {
            assertThat(doctor(child.pid())).contains("JVM flags: -XX:+UseNUMA is not in effect, the JVM refused it: ")
                    .contains("seen VM.flags: UseNUMA is off").contains("seen VM.flags: -XX:+AlwaysPreTouch")
                    .doesNotContain("JVM flags: +UseNUMA: ").doesNotContain("command line alone");
        }
    }

    @Test
    void aJvmThatMayNotBeAskedIsJudgedByItsCommandLineAndThatIsSaid() throws IOException {
        try (Child child = Child.jvm("-XX:+UseParallelGC", "-XX:+UseNUMA", "-XX:+DisableAttachMechanism")) {
            assertThat(doctor(child.pid())).contains("JVM flags: +UseNUMA: ")
                    .contains("judged by the command line alone, the JVM was not asked: it runs with")
                    .contains("seen -XX:+DisableAttachMechanism");
        }
        try (Child child = Child.jvm("-XX:+UseParallelGC", "-XX:+UseNUMA")) {
            assertThat(doctor("--no-attach", child.pid())).contains("the JVM was not asked: --no-attach");
        }
    }

    @Test
    void theOwnJvmIsAskedToo() {
        assertThat(doctor("self")).contains("JVM flags: ").doesNotContain("command line alone");
    }

    /** Asked with jcmd, a process that is no JVM gets a SIGQUIT, and ends. */
    @Test
    void aProcessThatIsNoJvmIsLeftAlone() throws IOException {
        try (Child child = Child.ordinary()) {
            assertThat(doctor(child.pid())).contains("memory policy: policy default takes new pages")
                    .doesNotContain("JVM flags");
            assertThat(child.process().isAlive()).isTrue();
        }
    }

    @Test
    void thePolicyOfAnotherProcessIsNamed() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/numactl")), "numactl is not installed");
        try (Child child =
                Child.start(List.of("numactl", "--membind=0", "sh", "-c", "echo ready; read -r line"))) {
            assertThat(doctor(child.pid()))
                    .contains("memory policy: policy bind:0 takes new pages from node 0 and no other: ")
                    .contains("numa_maps: bind:0 for ");
        }
    }
}
