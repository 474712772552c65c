package io.numamigrator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The command in a pid namespace whose /proc is that of the namespace above: there process 1 is a stranger. */
class ForeignProcTest {

    private static final String CLASSES = Stream.of("jdk.module.path", "java.class.path")
            .map(System::getProperty).filter(path -> path != null && !path.isEmpty()).collect(Collectors.joining(":"));
    private static final String REMEDY = "Mend: mount -t proc proc /proc";

    @BeforeAll
    static void namespacesCanBeMade() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/unshare"))).isTrue();
        assumeThat(new ProcessBuilder("unshare", "--pid", "--fork", "true").start().waitFor()).isZero();
    }

    /** Run the command as process 1 of a namespace of its own. */
    private static Ran numa(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("unshare", "--pid", "--fork",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-cp", CLASSES, NumaCommand.class.getName()));
        line.addAll(List.of(arguments));
        Path complaints = Files.createTempFile("numa-foreign", ".txt");
        try {
            Process process = new ProcessBuilder(line).redirectError(complaints.toFile()).start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), out, Files.readString(complaints));
        } finally {
            Files.delete(complaints);
        }
    }

    /** Process 1 of the outer namespace runs another file, and has other threads and stacks. */
    @Test
    void itsOwnProgramAndStacksAreItsOwn() throws Exception {
        JsonObject picture = JsonParser.parseString(numa("where", "self", "--json").out()).getAsJsonObject();

        assertThat(picture.get("pid").getAsInt()).isEqualTo(1);
        assertThat(picture.get("name").getAsString()).isEqualTo("java (this command)");
        List<String> kinds = picture.getAsJsonArray("kinds").asList().stream()
                .map(kind -> kind.getAsJsonObject().get("kind").getAsString()).toList();
        assertThat(kinds).contains("PROGRAM", "JAVA_HEAP", "THREAD_STACKS", "MAIN_STACK");
    }

    @Test
    void strangersAreRefusedWithTheRemedy() throws Exception {
        for (Ran ran : List.of(numa("where", "2"), numa("where", "--exe", "."))) {
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.complaints()).hasSize(1);
            assertThat(ran.err()).contains("this process is 1 to system calls and ").contains(REMEDY);
        }
    }

    @Test
    void theDoctorAsksNoStrangerForItsFlags() throws Exception {
        Ran ran = numa("doctor", Long.toString(ProcessHandle.current().pid()));

        assertThat(ran.out()).contains("/proc").contains("this process is 1 to system calls and ")
                .doesNotContain("JVM flags").doesNotContain("VM.flags");
    }
}
