package io.numamigrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.numamigrator.cli.where.MemoryKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks at real processes on the running kernel. */
class WhereTest {

    private static JsonObject json(String... arguments) {
        Ran ran = Ran.numa(arguments);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        return JsonParser.parseString(ran.out()).getAsJsonObject();
    }

    private static Map<MemoryKind, Long> kinds(JsonObject picture) {
        Map<MemoryKind, Long> kinds = new TreeMap<>();
        for (JsonElement each : picture.getAsJsonArray("kinds")) {
            JsonObject kind = each.getAsJsonObject();
            kinds.put(MemoryKind.valueOf(kind.get("kind").getAsString()), kind.get("bytes").getAsLong());
        }
        return kinds;
    }

    @Test
    void thisJvmShowsItselfInAPicture() {
        Ran ran = Ran.numa("where", "self");
        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).startsWith("process " + ProcessHandle.current().pid() + " java");
        assertThat(ran.out()).contains("Java heap", "code cache", "metaspace", "thread stacks", "libraries",
                "from counts");
    }

    @Test
    void theShortCutForPlainWhereShowsTheSameAsTheParser() {
        Ran quick = Ran.numa("where", "self");
        Ran parsed = Ran.numa("where", "--", "self");
        assertThat(parsed.code()).isZero();
        assertThat(parsed.out().lines().findFirst()).isEqualTo(quick.out().lines().findFirst());
    }

    @Test
    void aChildJvmShowsItsHeapItsCodeAndItsStacks() throws IOException {
        try (Child child = Child.jvm("-XX:+UseSerialGC")) {
            Map<MemoryKind, Long> kinds = kinds(json("where", child.pid(), "--json"));
            assertThat(kinds.get(MemoryKind.JAVA_HEAP)).isBetween(WaitingJvm.HEAP, WaitingJvm.HEAP + (32L << 20));
            assertThat(kinds.get(MemoryKind.NATIVE)).isGreaterThanOrEqualTo(WaitingJvm.DIRECT);
            assertThat(kinds.get(MemoryKind.CODE_CACHE)).isPositive();
            assertThat(kinds.get(MemoryKind.METASPACE)).isPositive();
            assertThat(kinds.get(MemoryKind.THREAD_STACKS)).isPositive();
            assertThat(kinds.get(MemoryKind.LIBRARIES)).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseParallelGC", "-XX:+UseZGC"})
    void theHeapOfEveryCollectorIsFound(String collector) throws IOException {
        try (Child child = Child.jvm(collector)) {
            assertThat(kinds(json("where", child.pid(), "--json")).get(MemoryKind.JAVA_HEAP))
                    .isGreaterThanOrEqualTo(WaitingJvm.HEAP);
        }
    }

    @Test
    void aJvmThatIsNotAskedHasNativeMemoryAndThePictureSaysSo() throws IOException {
        try (Child child = Child.jvm("-XX:+UseSerialGC")) {
            JsonObject picture = json("where", child.pid(), "--json", "--no-attach");
            assertThat(kinds(picture)).doesNotContainKey(MemoryKind.JAVA_HEAP);
            assertThat(kinds(picture).get(MemoryKind.NATIVE)).isGreaterThanOrEqualTo(WaitingJvm.HEAP);
            assertThat(picture.get("notes").toString()).contains("--no-attach");
        }
    }

    @Test
    void aJvmThatForbidsAttachingIsLeftInPeace() throws IOException {
        try (Child child = Child.jvm("-XX:+UseSerialGC", "-XX:+DisableAttachMechanism")) {
            JsonObject picture = json("where", child.pid(), "--json");
            assertThat(picture.get("notes").toString()).contains("DisableAttachMechanism");
            assertThat(kinds(picture)).doesNotContainKey(MemoryKind.JAVA_HEAP);
        }
    }

    @Test
    void aProcessThatIsNoJvmHasProgramHeapAndStack() throws IOException {
        try (Child child = Child.ordinary()) {
            Map<MemoryKind, Long> kinds = kinds(json("where", child.pid(), "--json"));
            assertThat(kinds).containsKeys(MemoryKind.PROGRAM, MemoryKind.MAIN_STACK, MemoryKind.LIBRARIES);
            assertThat(kinds).doesNotContainKeys(MemoryKind.NATIVE, MemoryKind.JAVA_HEAP);
        }
    }

    @Test
    void askingForEveryPageComesToTheSameAsCounting() throws IOException {
        try (Child child = Child.ordinary()) {
            JsonObject counted = json("where", child.pid(), "--json");
            JsonObject asked = json("where", child.pid(), "--json", "--pages");
            assertThat(asked.getAsJsonObject("source").get("askedPageByPage").getAsInt()).isPositive();
            assertThat(kinds(asked)).containsExactlyEntriesOf(kinds(counted));
        }
    }

    @Test
    void thePictureCanBeDrawn(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("picture.svg");
        Ran ran = Ran.numa("where", "self", "--svg", file.toString());
        assertThat(ran.code()).isZero();
        assertThat(Files.readString(file)).startsWith("<svg").contains("Java heap");
    }

    @Test
    void aFileThatCannotBeWrittenIsARefusal() {
        Ran ran = Ran.numa("where", "self", "--svg", "/proc/no/such/file.svg");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.complaints()).hasSize(1);
        assertThat(ran.err()).contains("/proc/no/such/file.svg");
    }

    @Test
    void aProcessThatDoesNotExistIsARefusalInOneLine() {
        for (String[] line : new String[][] {{"where", "999999999"}, {"where", "999999999", "--json"}}) {
            Ran ran = Ran.numa(line);
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.complaints()).hasSize(1);
            assertThat(ran.err()).startsWith("numa where: ").contains("ESRCH");
        }
    }

    @Test
    void aZombieHasNoMemory() throws IOException, InterruptedException {
        // The shell's child ends when the shell has become cat, which never waits for it.
        String untilCat = "until grep -q cat /proc/$PPID/comm; do :; done";
        Process shell = new ProcessBuilder("sh", "-c", "sh -c '" + untilCat + "' & echo $!; exec cat").start();
        try {
            String zombie = shell.inputReader().readLine();
            awaitText(Path.of("/proc/" + shell.pid() + "/comm"), "cat");
            awaitText(Path.of("/proc/" + zombie + "/stat"), ") Z ");
            Ran ran = Ran.numa("where", zombie);
            assertThat(ran.code()).isZero();
            assertThat(ran.out()).contains("nothing is mapped", "zombie");
        } finally {
            shell.destroyForcibly().waitFor();
        }
    }

    private static void awaitText(Path file, String text) throws IOException {
        while (!Files.readString(file).contains(text)) {
            Thread.onSpinWait();
        }
    }
}
