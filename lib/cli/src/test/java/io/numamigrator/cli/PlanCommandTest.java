package io.numamigrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.numamigrator.MemoryRange;
import io.numamigrator.NumaProcess;
import io.numamigrator.cli.draw.TestTerminal;
import io.numamigrator.sim.SimulatedMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans on the command line, against one simulated machine from command to command. */
class PlanCommandTest {

    private static final long MIB = 1 << 20;

    @TempDir
    private Path folder;

    private final SimulatedMachine machine = SimulatedMachine.fourNodes();
    private final NumaProcess self = machine.migrator().self();
    private MemoryRange table = new MemoryRange(0, 0);

    @BeforeEach
    void serviceWithATable() {
        table = machine.process().map(MIB);
        machine.process().touch(table);
    }

    private Ran numa(String... arguments) {
        return numa(TestTerminal.plain(), arguments);
    }

    private Ran numa(TestTerminal terminal, String... arguments) {
        int code = Invocation.commandLine(terminal.terminal(), new SimulatedChoice(machine)).execute(arguments);
        return new Ran(code, terminal.out().toString(), terminal.err().toString());
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private long bytesOn(int node) {
        return self.locate(table).bytesOn(node);
    }

    private Ran done(String... arguments) {
        Ran ran = numa(arguments);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).as(ran.out()).isZero();
        return ran;
    }

    @Test
    void aPlanIsWrittenShownCheckedAppliedAndUndone() {
        Ran dry = done("move", "self", table.toString(), "2", "--dry-run", "--plan", file("plan"));
        assertThat(dry.out()).contains("would move", "from node 0  to node 2  1.0 MiB  256 pages");
        assertThat(bytesOn(0)).isEqualTo(MIB);

        Ran shown = done("plan", "show", file("plan"));
        assertThat(shown.out()).contains("plan for process " + machine.process().pid(), "/usr/bin/java",
                "from node 0  to node 2  1.0 MiB", table.toString(), "numa move");
        assertThat(done("plan", "check", file("plan")).out()).startsWith("fits: plan of 1 entry for process ");
        assertThat(done("plan", "apply", file("plan"), "--dry-run").out()).contains("would move");
        assertThat(bytesOn(0)).isEqualTo(MIB);

        assertThat(done("plan", "apply", file("plan"), "--undo", file("back")).out())
                .contains("moved  1.0 MiB  256 pages", "complete: every page of the plan");
        assertThat(bytesOn(2)).isEqualTo(MIB);
        assertThat(done("plan", "apply", file("plan")).out()).contains("already there").doesNotContain("moved");
        assertThat(done("undo", file("back")).out()).contains("moved  1.0 MiB");
        assertThat(bytesOn(0)).isEqualTo(MIB);
    }

    @Test
    void ofAnEmptyPlanNothingWouldMove() {
        String nothing = "nothing would move: every page is where it is to go, or is not there\n";
        assertThat(done("move", "self", table.toString(), "0", "--dry-run", "--plan", file("plan")).out())
                .isEqualTo(nothing);
        assertThat(done("plan", "apply", file("plan"), "--dry-run").out()).isEqualTo(nothing);
    }

    @Test
    void aMoveWritesItsWayBack() {
        String half = new MemoryRange(table.start(), MIB / 2).toString();
        done("move", "self", half, "1");
        done("move", "self", table.toString(), "3", "--undo", file("back"));
        assertThat(bytesOn(3)).isEqualTo(MIB);
        done("undo", file("back"));
        assertThat(bytesOn(1)).isEqualTo(MIB / 2);
        assertThat(bytesOn(0)).isEqualTo(MIB / 2);
    }

    @Test
    void aMigrationWritesItsWayBack() {
        done("move", "self", new MemoryRange(table.start(), MIB / 2).toString(), "1");
        Ran dry = done("migrate", "self", "0-1", "2-3", "--dry-run", "--plan", file("plan"));
        assertThat(dry.out()).contains("from node 0  to node 2  512.0 KiB", "from node 1  to node 3  512.0 KiB");
        assertThat(numa("migrate", "self", "0-1", "2-3", "--undo", file("back")).err()).isEmpty();
        assertThat(bytesOn(2)).isEqualTo(MIB / 2);
        assertThat(bytesOn(3)).isEqualTo(MIB / 2);
        done("undo", file("back"));
        assertThat(bytesOn(0)).isEqualTo(MIB / 2);
        assertThat(bytesOn(1)).isEqualTo(MIB / 2);
        done("plan", "apply", file("plan"));
        assertThat(bytesOn(2)).isEqualTo(MIB / 2);
    }

    @Test
    void whatChangedIsNamedAndNothingMoves() {
        done("move", "self", table.toString(), "2", "--dry-run", "--plan", file("plan"));
        machine.process().protectNone(new MemoryRange(table.start(), 8192));
        for (String[] command : new String[][] {{"plan", "check", file("plan")}, {"plan", "apply", file("plan")},
            {"plan", "apply", file("plan"), "--dry-run"}, {"undo", file("plan")},
            {"plan", "apply", file("plan"), "--accept", "elsewhere,topology"}}) {
            Ran ran = numa(command);
            assertThat(ran.code()).as(String.join(" ", command)).isEqualTo(3);
            assertThat(ran.out()).contains("permissions-changed: ", "was rw-p, is ---p");
            assertThat(ran.err()).isEmpty();
        }
        assertThat(bytesOn(0)).isEqualTo(MIB);
    }

    @Test
    void pagesElsewhereAreAskedFor() {
        done("move", "self", table.toString(), "2", "--dry-run", "--plan", file("plan"));
        done("move", "self", new MemoryRange(table.start(), 8192).toString(), "1");
        Ran ran = numa("plan", "apply", file("plan"));
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.out()).contains("2 pages on another node than expected", "nothing was moved: --accept");
        done("plan", "apply", file("plan"), "--accept", "elsewhere");
        assertThat(bytesOn(2)).isEqualTo(MIB);
    }

    @Test
    void whatIsMissingIsWrittenAndMayBeAskedForAgain() {
        done("move", "self", table.toString(), "2", "--dry-run", "--plan", file("plan"));
        try (var pin = machine.process().pin(new MemoryRange(table.start(), 8192))) {
            assertThat(pin).isNotNull();
            Ran ran = numa("plan", "apply", file("plan"), "--remaining", file("rest"), "--undo", file("back"));
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.out()).contains("EBUSY", "incomplete: ");
        }
        assertThat(done("plan", "apply", file("rest")).out()).contains("moved  8.0 KiB");
        assertThat(numa("undo", file("back")).code()).isZero();
        assertThat(bytesOn(0)).isEqualTo(MIB - 8192);
    }

    @Test
    void plansAreCompared() throws IOException {
        done("move", "self", table.toString(), "2", "--dry-run", "--plan", file("a"));
        done("move", "self", table.toString(), "3", "--dry-run", "--plan", file("b"));
        assertThat(done("plan", "diff", file("a"), file("a")).out()).isEmpty();
        Ran ran = numa("plan", "diff", file("a"), file("b"));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains(table + "  1.0 MiB  node 2  node 3");
        var json = JsonParser.parseString(numa("plan", "diff", "--json", file("a"), file("b")).out()).getAsJsonObject();
        assertThat(json.getAsJsonArray("differences").get(0).getAsJsonObject().get("second").getAsInt()).isEqualTo(3);
    }

    @Test
    void programsReadJson() {
        done("move", "self", table.toString(), "2", "--dry-run", "--plan", file("plan"));
        var shown = JsonParser.parseString(done("plan", "show", "--json", file("plan")).out()).getAsJsonObject();
        assertThat(shown.get("bytes").getAsLong()).isEqualTo(MIB);
        assertThat(shown.getAsJsonArray("moves").get(0).getAsJsonObject().get("to").getAsInt()).isEqualTo(2);
        assertThat(JsonParser.parseString(done("plan", "check", "--json", file("plan")).out()).getAsJsonArray())
                .isEmpty();
        machine.process().unmap(table);
        Ran refused = numa("plan", "apply", "--json", file("plan"));
        assertThat(refused.code()).isEqualTo(3);
        assertThat(JsonParser.parseString(refused.out()).getAsJsonArray().get(0).getAsJsonObject().get("kind")
                .getAsString()).isEqualTo("area-gone");
        machine.process().adopt(table);
        var applied = JsonParser
                .parseString(done("plan", "apply", "--json", "--accept", "elsewhere", file("plan")).out())
                .getAsJsonObject();
        assertThat(applied.get("complete").getAsBoolean()).isTrue();
        assertThat(applied.getAsJsonObject("absent").get("NEVER_TOUCHED").getAsLong()).isEqualTo(256);
    }

    @Test
    void aDamagedFileIsOneLineThatNamesItsLine() throws IOException {
        done("move", "self", table.toString(), "2", "--dry-run", "--plan", file("plan"));
        String text = Files.readString(Path.of(file("plan")));
        Files.writeString(Path.of(file("bad")), text.replace("\"target\":2", "\"target\":\"two\""));
        Files.writeString(Path.of(file("later")), text.replace("\"version\":1", "\"version\":7"));
        for (String command : new String[] {"show", "check", "apply"}) {
            Ran ran = numa("plan", command, file("bad"));
            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.complaints()).hasSize(1);
            assertThat(ran.err()).contains("numa plan " + command + ": ",
                    file("bad") + ": line 2: \"target\" is no number");
            assertThat(numa("plan", command, file("later")).err())
                    .contains("line 1: version 7 of the format is unknown");
            assertThat(numa("plan", command, file("none")).err())
                    .contains("cannot read " + file("none") + ": no such file");
        }
    }

    @Test
    void whatCannotBeWrittenIsKnownBeforeAnythingMoves() {
        Ran ran = numa("move", "self", table.toString(), "2", "--undo", file("no/such/folder"));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("cannot write", "there is no directory");
        assertThat(bytesOn(0)).isEqualTo(MIB);
        done("move", "self", table.toString(), "2", "--dry-run", "--plan", file("plan"));
        assertThat(numa("plan", "apply", file("plan"), "--remaining", file("no/such/folder")).code()).isEqualTo(1);
        assertThat(bytesOn(0)).isEqualTo(MIB);
    }

    @Test
    void contradictionsAreWrongUsage() {
        assertThat(numa("move", "self", table.toString(), "2", "--plan", file("plan")).code()).isEqualTo(2);
        assertThat(numa("migrate", "self", "0", "1", "--dry-run", "--undo", file("plan")).code()).isEqualTo(2);
        assertThat(numa("plan").err()).contains("show, check, diff or apply?");
        assertThat(numa("plan").code()).isEqualTo(2);
        assertThat(bytesOn(0)).isEqualTo(MIB);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 160})
    void whatIsShownFitsTheTerminal(int width) {
        done("move", "self", table.toString(), "2", "--dry-run", "--plan", file("plan"));
        machine.process().protectNone(new MemoryRange(table.start(), 8192));
        for (String[] command : new String[][] {{"plan", "check", file("plan")}, {"plan", "show", file("plan")},
            {"plan", "apply", file("plan")}}) {
            Ran ran = numa(TestTerminal.of(width, true, true), command);
            assertThat(ran.out().lines()).as(ran.out())
                    .allSatisfy(
                            line -> assertThat(TestTerminal.withoutColour(line).length()).isLessThanOrEqualTo(width));
        }
    }
}
