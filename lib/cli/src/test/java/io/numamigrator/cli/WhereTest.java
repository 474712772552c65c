package io.numamigrator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.numamigrator.MemoryPolicy;
import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.cli.draw.TestTerminal;
import io.numamigrator.cli.where.MemoryKind;
import io.numamigrator.sim.SimulatedMachine;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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

    private static JsonObject[] areas(JsonObject picture, String name) {
        return picture.getAsJsonArray("areas").asList().stream().map(JsonElement::getAsJsonObject)
                .filter(area -> area.get("name").getAsString().endsWith(name)).toArray(JsonObject[]::new);
    }

    private static long bytes(JsonObject[] areas) {
        return Stream.of(areas).mapToLong(area -> area.get("bytes").getAsLong()).sum();
    }

    @Test
    void aFileThatIsMappedThreeTimesIsCountedOnce(@TempDir Path directory) throws IOException {
        int size = 8 << 20;
        Path file = directory.resolve("three-times");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
                Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < 3; i++) {
                channel.map(FileChannel.MapMode.READ_WRITE, 0, size, arena).fill((byte) i);
            }
            JsonObject picture = json("where", "self", "--json");

            assertThat(areas(picture, "three-times")).hasSize(3);
            assertThat(bytes(areas(picture, "three-times"))).isEqualTo(size);
            assertThat(picture.get("notes").toString())
                    .contains("16.0 MiB more are mapped more than once in this process");
        }
    }

    @Test
    void theHeapOfZgcBeforeItHadGenerationsIsCountedOnce(@TempDir Path directory) throws IOException {
        Path java = Path.of("/usr/lib/jvm/java-17-openjdk-amd64/bin/java");
        assumeThat(Files.isExecutable(java)).as("JDK 17 is installed in " + java).isTrue();
        Path source = Files.writeString(directory.resolve("Heap.java"), """
                public class Heap {
                    public static void main(String[] arguments) throws Exception {
                        byte[][] heap = new byte[64][1 << 20];
                        for (byte[] part : heap) {
                            java.util.Arrays.fill(part, (byte) 1);
                        }
                        System.out.println("ready");
                        System.in.read();
                    }
                }
                """);
        try (Child child = Child.start(List.of(java.toString(), "-XX:+UseZGC", "-Xmx256m", source.toString()))) {
            assertThat(kinds(json("where", child.pid(), "--json")).get(MemoryKind.JAVA_HEAP))
                    .isBetween(64L << 20, 256L << 20);
            long views = numaMaps(child, "/memfd:java_heap");
            assertThat(views).as("each view by itself").isGreaterThan(kinds(json("where", child.pid(), "--json"))
                    .get(MemoryKind.JAVA_HEAP));
        }
    }

    /** Return the bytes of the areas of a file as numa_maps counts them, pages of 4 KiB. */
    private static long numaMaps(Child child, String file) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + child.pid() + "/numa_maps")).stream()
                .filter(line -> line.contains("file=" + file)).flatMap(line -> Stream.of(line.split(" ")))
                .filter(word -> word.matches("N\\d+=\\d+"))
                .mapToLong(word -> Long.parseLong(word.split("=")[1]) * 4096).sum();
    }

    @Test
    void severalProcessesAreOnePictureInWhichAPageIsCountedOnce() throws IOException {
        try (Child one = Child.ordinary(); Child other = Child.ordinary()) {
            JsonObject alone = json("where", one.pid(), "--json");
            JsonObject both = json("where", one.pid(), other.pid(), one.pid(), "--json");
            String code = Stream.of(areas(alone, ""))
                    .filter(area -> area.get("name").getAsString().contains("libc")
                            && area.get("permissions").getAsString().equals("r-xp"))
                    .findFirst().orElseThrow().get("name").getAsString();

            assertThat(both.getAsJsonArray("processes").asList()).extracting(
                    process -> process.getAsJsonObject().get("pid").getAsString())
                    .containsExactly(one.pid(), other.pid());
            long once = executable(areas(alone, code));
            assertThat(executable(areas(both, code))).isBetween(once, once * 3 / 2);
            assertThat(both.get("notes").toString()).contains("counted once");
            Ran text = Ran.numa("where", one.pid(), other.pid());
            assertThat(text.out()).startsWith("2 processes: " + one.pid() + " cat, " + other.pid() + " cat");
        }
    }

    private static long executable(JsonObject[] areas) {
        return bytes(Stream.of(areas).filter(area -> area.get("permissions").getAsString().equals("r-xp"))
                .toArray(JsonObject[]::new));
    }

    @Test
    void processesAreNamedByTheFileTheyRun() throws IOException {
        try (Child child = Child.ordinary()) {
            assertThat(json("where", "--exe", "/cat$", "--json").getAsJsonArray("processes").asList())
                    .anyMatch(process -> process.getAsJsonObject().get("pid").getAsString().equals(child.pid()))
                    .allMatch(process -> process.getAsJsonObject().get("name").getAsString().equals("cat"));
        }
        Ran none = Ran.numa("where", "--exe", "/no-such-program$");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("no process runs a file");
        assertThat(Ran.numa("where", "--exe", "(").code()).isEqualTo(2);
        assertThat(Ran.numa("simulate", "four", "--", "where", "--exe", "java").err()).contains("run no files");
    }

    @Test
    void everyAreaTellsItsPolicyAndWhatIsSwapped() throws IOException {
        SimulatedMachine machine = SimulatedMachine.builder().nodes(4, 1L << 30).swap(1L << 30).kernel("6.12").build();
        MemoryRange range = machine.process().map(16 << 12);
        machine.process().touch(range);
        machine.process().swapOut(new MemoryRange(range.start(), 4 << 12));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bound = arena.allocate(1 << 20, 4096);
            machine.migrator().setPolicy(bound, MemoryPolicy.bind(NodeSet.of(1, 3)));
            machine.migrator().locate(bound);

            JsonObject picture = JsonParser.parseString(on(machine, "where", "self", "--json")).getAsJsonObject();
            assertThat(picture.getAsJsonObject("total").get("swapped").getAsLong()).isEqualTo(4 << 12);
            assertThat(picture.getAsJsonArray("areas").asList()).map(JsonElement::getAsJsonObject)
                    .anyMatch(area -> area.get("start").getAsString().equals(Long.toHexString(range.start()))
                            && area.get("swapped").getAsLong() == 4 << 12 && area.get("bytes").getAsLong() == 12 << 12)
                    .anyMatch(area -> area.get("policy").getAsString().equals("bind:1,3")
                            && area.get("bytes").getAsLong() == 1 << 20);
            String text = on(machine, "where", "self", "--areas");
            assertThat(text).containsPattern("mapped +swapped +node 0").contains("16.0 KiB",
                    "policy bind:1,3: 1 area, 1.0 MiB mapped, anonymous",
                    "areas of process", "bind:1,3 · node 0 1.0 MiB", "swapped 16.0 KiB");
        }
    }

    private static String on(SimulatedMachine machine, String... arguments) {
        TestTerminal terminal = TestTerminal.plain();
        assertThat(Invocation.commandLine(terminal.terminal(), new SimulatedChoice(machine)).execute(arguments))
                .isZero();
        return terminal.out().toString();
    }

    @Test
    void whatForkedProcessesShareIsCountedOnceOnASimulatedMachineToo() {
        Ran ran = Ran.numa("simulate", "--kernel", "6.12", "four", "--", "where", "self", "1001");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).containsPattern("shared memory +32.0 MiB").contains("32.0 MiB more are mapped again",
                "share since a fork");
    }

    private static void awaitText(Path file, String text) throws IOException {
        while (!Files.readString(file).contains(text)) {
            Thread.onSpinWait();
        }
    }
}
