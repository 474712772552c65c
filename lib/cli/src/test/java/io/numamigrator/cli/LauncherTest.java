package io.numamigrator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts a copy of ci/numa in a checkout that was never built, on a machine that lacks something. */
class LauncherTest {

    private static final Path CI = Path.of("..", "..", "ci");
    private static final List<String> TOOLS =
            List.of("bash", "dirname", "readlink", "find", "flock", "mkdir", "ls", "sort", "sed", "cat", "grep", "head",
                    "rm");

    @TempDir
    private Path checkout;

    private Path tools = Path.of("tools");

    @BeforeEach
    void copyTheLauncherAndLeaveOutMavenAndJava() throws IOException {
        Files.createDirectory(checkout.resolve("ci"));
        for (String name : List.of("numa", "jdk")) {
            Files.copy(CI.resolve(name), checkout.resolve("ci").resolve(name));
        }
        Files.createFile(checkout.resolve("pom.xml"));
        tools = Files.createDirectory(checkout.resolve("tools"));
        for (String tool : TOOLS) {
            for (String directory : List.of("/usr/bin", "/bin")) {
                if (Files.isExecutable(Path.of(directory, tool)) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), Path.of(directory, tool));
                }
            }
        }
        Files.setPosixFilePermissions(checkout, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ran start(String javaHome, String... before) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of("/usr/bin/env", "-i", "PATH=" + tools, "JAVA_HOME=" + javaHome, "bash"));
        command.addAll(List.of(checkout.resolve("ci/numa").toString(), "--version"));
        Process process = new ProcessBuilder(command).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), out, err);
    }

    @Test
    void withoutMavenItSaysWhatToInstall() throws Exception {
        Ran ran = start(System.getProperty("java.home"));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.complaints()).hasSize(1);
        assertThat(ran.err()).contains("Maven is missing").contains("apt-get install maven");
    }

    @Test
    void withoutAJdkItSaysWhatToInstall() throws Exception {
        String places =
                Objects.requireNonNull(Path.of(System.getProperty("java.home")).toRealPath().getParent()).toString();
        String[] hidden = {
            "unshare", "--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs none \"$0\" && exec \"$@\"", places
        };
        assumeThat(succeeds(hidden)).as("a mount namespace can be had, to hide the JDKs in " + places).isTrue();
        Ran ran = start("", hidden);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("No JDK of version 22 or later").contains("apt-get install openjdk");
    }

    @Test
    void aCheckoutThatMayNotBeWrittenIsNamed() throws Exception {
        String[] stranger = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
        assumeThat(succeeds(stranger)).as("another user can be taken on").isTrue();
        Ran ran = start(System.getProperty("java.home"), stranger);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.complaints()).hasSize(1);
        assertThat(ran.err()).contains(checkout.toString()).contains("may not write there");
    }

    @Test
    void aClosedStandardOutputIsSaidBeforeAnythingElse() throws Exception {
        Ran ran = start(System.getProperty("java.home"), "bash", "-c", "exec \"$0\" \"$@\" >&-");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).isEqualTo("numa: standard output is closed\n");
    }

    private static boolean succeeds(String... wrapper) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(wrapper));
        command.add("true");
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException missing) {
            return false; // the tool is not installed
        }
    }
}
