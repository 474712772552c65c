package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.doctor.Doctor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which switches a JVM was started with. */
class JvmArgumentsTest {

    private final PaperKernel kernel = new PaperKernel();

    private List<Finding> flags(int pid) {
        return Doctor.examine(kernel, pid).about(Topic.JVM_FLAGS);
    }

    private void commandLine(String... arguments) {
        kernel.file("/proc/self/cmdline", String.join("\0", arguments) + "\0");
    }

    @Test
    void theLastWordWins() {
        commandLine("java", "-XX:+UseNUMA", "-XX:-UseNUMA", "-XX:-AlwaysPreTouch", "-XX:+AlwaysPreTouch", "Main");

        assertThat(flags(0)).extracting(Finding::evidence)
                .containsExactly(
                        List.of("command line: -XX:+AlwaysPreTouch", "judged by the command line alone, the JVM"
                                + " was not asked: NumaProcess.explain(JvmFlags) takes its own answer"));
    }

    @Test
    void theCommandLineOverridesTheEnvironmentAndOneVariableBoth() {
        commandLine("java", "-XX:-UseNUMA", "-XX:+UseZGC", "Main");
        kernel.file("/proc/self/environ", "JAVA_TOOL_OPTIONS=-XX:+UseNUMA -Xmx1g\0HOME=/\0_JAVA_OPTIONS=-XX:-UseZGC\0");

        assertThat(flags(0)).extracting(Finding::severity).containsExactly(Severity.OK);
    }

    @Test
    void whatComesAfterTheMainClassBelongsToTheProgram() {
        commandLine("java", "-cp", "a.jar", "--add-modules", "x", "Main", "-XX:+UseNUMA");
        assertThat(flags(0)).extracting(Finding::severity).containsExactly(Severity.OK);

        commandLine("java", "-cp", "a.jar", "-XX:+UseZGC", "Main", "-XX:+UseNUMA");
        assertThat(flags(0)).extracting(Finding::summary).singleElement().asString().startsWith("+UseZGC: ");

        commandLine("java", "-XX:+UseZGC", "-jar", "a.jar", "-XX:+UseNUMA");
        assertThat(flags(0)).extracting(Finding::summary).singleElement().asString().startsWith("+UseZGC: ");
    }

    @Test
    void placementByTheCollectorIsAWarningOnlyWhereThereAreNodesToChoose() {
        commandLine("java", "-XX:+UseNUMAInterleaving", "Main");
        assertThat(flags(0)).extracting(Finding::severity).containsExactly(Severity.WARNING);

        kernel.node("has_memory", "0").node("online", "0");
        assertThat(flags(0)).extracting(Finding::severity).containsExactly(Severity.NOTE);
    }

    @Test
    void aProcessThatIsNoJvmHasNoSwitches() {
        kernel.target("State:\tS", "Uid:\t0\t0\t0\t0", "Gid:\t0\t0\t0\t0").file("/proc/4711/cmdline",
                "redis\0-XX:+UseNUMA\0");
        assertThat(flags(PaperKernel.PID)).isEmpty();

        kernel.file("/proc/4711/maps", "7f0000000000-7f0000001000 r-xp 0 0:0 0 /opt/jdk/lib/server/libjvm.so\n");
        assertThat(flags(PaperKernel.PID)).extracting(Finding::severity).containsExactly(Severity.WARNING);
    }

    @Test
    void theEvidenceKeepsSecretsOfTheCommandLine() {
        commandLine("java", "-Dpassword=secret", "Main");

        assertThat(Doctor.examine(kernel, 0).toString()).doesNotContain("secret");
    }
}
