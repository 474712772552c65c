package io.numamigrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command runs on a simulated machine, too, and knows nothing of it. */
class SimulateTest {

    @Test
    void aMachineShowsItselfAndTheServiceOnIt() {
        Ran ran = Ran.numa("simulate", "four");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).startsWith("simulated Linux ").contains("node 3: 512 MiB", "/dev/zero (deleted)",
                "[vdso]");
    }

    @Test
    void theHardwareIsTheMachines() {
        Ran ran = Ran.numa("simulate", "2x[4cpu,2G]+[0cpu,8G]@31", "--", "hardware");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("simulated Linux", "memory only 2", "8.0 GiB").contains("31");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gh200", "power9", "xeon-max-snc4", "epyc-nps4", "optane"})
    void realMachinesHaveNames(String name) {
        Ran ran = Ran.numa("simulate", name, "--", "where", "self");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("anonymous", "node 0");
        assertThat(Ran.numa("simulate", "--help").out()).contains(name);
    }

    @Test
    void theServiceCanBeLookedAt() {
        Ran ran = Ran.numa("simulate", "tiered", "--", "where", "self");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("anonymous", "shared memory", "simulated Linux");
        assertThat(Ran.numa("simulate", "tiered", "--", "where", "self", "--json").out()).startsWith("{");
    }

    @Test
    void whatTheKernelWouldRefuseIsRefused() {
        Matcher shared = area(" /dev/zero");
        Ran alone = Ran.numa("simulate", "--kernel", "6.12", "four", "--", "move", "self", shared.group(1), "2");
        assertThat(alone.code()).isEqualTo(1);
        assertThat(alone.out()).contains("EACCES", "other processes map them, too", "incomplete");
        Ran both = Ran.numa("simulate", "--kernel", "6.12", "four", "--", "move", "self", shared.group(1), "2",
                "--shared");
        assertThat(both.out()).contains("complete: every page");
        assertThat(both.code()).isZero();
    }

    private static Matcher area(String name) {
        Matcher line = Pattern.compile("(?m)^([0-9a-f]+-[0-9a-f]+) .*" + name)
                .matcher(Ran.numa("simulate", "--kernel", "6.12", "four").out());
        assertThat(line.find()).isTrue();
        return line;
    }

    @Test
    void aMigrationLeavesPinnedPagesBehind() {
        Ran ran = Ran.numa("simulate", "four", "--", "migrate", "self", "0", "3");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("16.0 KiB left behind");
    }

    @Test
    void theEngineIsPrintedAndDrawn(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("batch.svg");
        Matcher buffers = area(" 0: 16 *$");
        Ran ran = Ran.numa("simulate", "--kernel", "6.12", "--trace", "--timeline", file.toString(), "four", "--",
                "move", "self", buffers.group(1), "2");
        assertThat(ran.out()).contains("step by step", "4 UNMAP", "12 COPY_DATA", "more steps");
        assertThat(Files.readString(file)).startsWith("<svg").contains("users wait", "COPY_DATA</title>")
                .contains(buffers.group(1).split("-", 2)[0] + "  0→2");
    }

    @Test
    void theDoctorIsContent() {
        Ran ran = Ran.numa("simulate", "four", "--", "doctor");
        assertThat(ran.code()).isZero();
        assertThat(ran.out().lines().findFirst().orElseThrow()).contains("ready");
    }

    @Test
    void theDoctorTellsWhatAContainerRefuses() {
        Ran docker = Ran.numa("simulate", "--kernel", "6.12", "--seccomp", "docker", "four", "--", "doctor");
        assertThat(docker.code()).isEqualTo(1);
        assertThat(docker.out()).contains("a seccomp filter answers move_pages, migrate_pages, mbind, get_mempolicy",
                "--security-opt seccomp=numa.json", "CAP_SYS_NICE is missing");
        Ran added = Ran.numa("simulate", "--kernel", "6.12", "--seccomp", "docker", "--cap-add", "sys_nice",
                "--cap-add", "CAP_SYS_PTRACE", "four", "--", "doctor");
        assertThat(added.out()).contains("a seccomp filter answers move_pages, migrate_pages in",
                "CAP_SYS_NICE is there",
                "CAP_SYS_PTRACE is there");
        assertThat(
                Ran.numa("simulate", "--seccomp", "podman", "four", "--", "move", "self", "6ffff5fec000-6ffff5ffc000",
                        "2").err())
                .contains("EPERM", "a seccomp filter (Seccomp: 2)");
    }

    @Test
    void whatIsNoContainerIsOneLine() {
        Ran ran = Ran.numa("simulate", "--seccomp", "lxc", "four");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.complaints()).hasSize(1);
        assertThat(ran.err()).contains("\"lxc\" is none of docker, docker-24");
        assertThat(Ran.numa("simulate", "--cap-add", "SYS_NICE", "four").err()).contains("--seccomp=RUNTIME");
        assertThat(Ran.numa("simulate", "--seccomp", "docker", "--cap-add", "fly", "four").err())
                .contains("\"fly\" is none of SYS_PTRACE");
        assertThat(Ran.numa("simulate", "--seccomp", "docker", "--kernel", "2.6.18", "four").err())
                .contains("kernel 2.6.18 has no seccomp filters");
    }

    @Test
    void aWrongSpecIsOneLineThatNamesTheField() {
        Ran ran = Ran.numa("simulate", "five");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.complaints()).hasSize(1);
        assertThat(ran.err()).contains("group 1: \"five\"");
        assertThat(Ran.numa("simulate", "four", "--kernel", "1.0").err()).contains("1.0");
        assertThat(Ran.numa("simulate", "four", "--", "fly").code()).isEqualTo(2);
    }

    @Test
    void aKernelThatLinuxNeverHadIsOneLine() {
        Ran ran = Ran.numa("simulate", "--kernel", "9.9", "four");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.complaints()).hasSize(1);
        assertThat(ran.err()).contains("kernel 9.9 is not known; the newest is 7.3");
        for (String release : new String[] {"6.16", "6.17", "7.0", "7.1", "7.2", "6.12.117"}) {
            assertThat(Ran.numa("simulate", "--kernel", release, "four").out())
                    .startsWith("simulated Linux " + release);
        }
    }
}
