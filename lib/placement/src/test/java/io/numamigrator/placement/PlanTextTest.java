package io.numamigrator.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.numamigrator.MemoryRange;
import io.numamigrator.ProcessIdentity;
import io.numamigrator.Vma;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of plans: what is written is read again and holds the schema, what is damaged is refused by its line. */
class PlanTextTest {

    private static final String AREA =
            "\"area\":{\"range\":\"7f0000000000-7f0000100000\",\"permissions\":\"rw-p\"}";
    private static final String ENTRY = "{\"range\":\"7f0000000000-7f0000003000\"," + AREA + ",\"target\":1}";

    private static final JsonSchema SCHEMA = schema();

    private static final PlacementPlan EVERYTHING = everything();

    private static PlacementPlan everything() {
        MemoryRange memory = new MemoryRange(0x7f00_0000_0000L, 1 << 20);
        Vma.Mapping anonymous = new Vma.Mapping(memory, "rw-p", 0, "[anon:\"a\" \\ \u00fc <&>]", Optional.empty());
        Vma.Mapping file = new Vma.Mapping(new MemoryRange(0x7f10_0000_0000L, 1 << 20), "r-xs",
                0x8000_0000_0000_0000L, "/a file", Optional.of(new Vma.FileId("08:01", -1)));
        return new PlacementPlan(
                new PlanHeader(
                        new ProcessIdentity(4711, Long.MAX_VALUE, Optional.of("boot"), Optional.of("/bin/java"),
                                Optional.of("1 2 3 4")),
                        "sha256:00", 4096, "test \n of it", Instant.parse("2026-11-28T11:30:00.5Z")),
                List.of(
                        new PlanEntry(new MemoryRange(memory.start(), 5 * 4096), anonymous,
                                new Expected.Runs(List.of(new Expected.Run(3, 0),
                                        new Expected.Run(2, Expected.Run.NO_PAGE))),
                                1, "hot", 2.5),
                        new PlanEntry(file.range(), file, new Expected.Counts(Map.of(0, 200L, 17, 3L)), 1023, "",
                                -1e-9),
                        new PlanEntry(new MemoryRange(memory.start() + (1 << 19), 4096), anonymous,
                                new Expected.Anywhere(), 0, "", 0)));
    }

    @Test
    void whatIsWrittenIsReadAgain(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("plan.jsonl");
        EVERYTHING.write(file);
        PlacementPlan read = PlacementPlan.read(file);
        assertThat(read.header()).isEqualTo(EVERYTHING.header());
        assertThat(read.entries()).isEqualTo(EVERYTHING.entries());
        assertThat(Files.readString(file)).isEqualTo(Plans.text(read)).hasLineCount(4);
    }

    @Test
    void writtenLinesHoldTheSchemaAndSoDoThoseOfTheDescription() throws IOException {
        assertHolds(Plans.text(EVERYTHING));
        String description = Files.readString(Path.of("FORMAT.md"));
        int from = description.indexOf("```\n") + 4;
        String example = description.substring(from, description.indexOf("```", from));
        assertHolds(example);
        assertThat(Plans.read(example).entries()).hasSize(2);
    }

    private static void assertHolds(String text) throws IOException {
        ObjectMapper json = new ObjectMapper();
        for (String line : text.lines().toList()) {
            assertThat(SCHEMA.validate(json.readTree(line))).describedAs(line).isEmpty();
        }
    }

    private static JsonSchema schema() {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Objects.requireNonNull(PlacementPlan.class.getResourceAsStream("plan.schema.json")));
    }

    /** What the schema refuses the reader does, too; each is one change of a line that both accept. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "target":1                | "target":"1"
            "target":1                | "target":-1
            "target":1                | "target":1.5
            "target":1                | "target":40000
            "target":1                | "goal":1
            "target":1                | "target":1,"more":2
            "target":1                | "target":1,"expected":[[3,"0"]]
            "target":1                | "target":1,"expected":[[0,0]]
            "target":1                | "target":1,"expected":[[3,0,1]]
            "target":1                | "target":1,"expected":[3,0]
            "target":1                | "target":1,"expected":{"x":3}
            "target":1                | "target":1,"expected":{"0":0}
            "target":1                | "target":1,"expected":7
            "target":1                | "target":1,"priority":"7"
            "target":1                | "target":1,"reason":7
            7f0000000000-7f0000003000 | 7f0000000000
            7f0000000000-7f0000003000 | 7f000000000g-7f0000003000
            rw-p                      | rw-x
            "rw-p"                    | "rw-p","offset":"x"
            "rw-p"                    | "rw-p","offset":4096
            "rw-p"                    | "rw-p","inode":"12","offset":"0","x":1
            "rw-p"                    | "rw-p","device":"08:01"
            "rw-p"                    | "rw-p","inode":"12"
            "rw-p"                    | "rw-p","device":"08:01","inode":12
            """)
    void aDamagedEntryIsRefusedByItsLine(String part, String damaged) throws IOException {
        assertThat(ENTRY).contains(part);
        assertThat(Plans.read(Plans.HEADER + "\n" + ENTRY + "\n").entries()).hasSize(1);
        assertHolds(ENTRY);
        String line = ENTRY.replace(part, damaged);
        assertThat(SCHEMA.validate(new ObjectMapper().readTree(line))).isNotEmpty();
        refused(Plans.HEADER + "\n\n" + ENTRY.replace("7f000000", "7f000001") + "\n" + line, 4, "");
    }

    /** What only the reader notices. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "target":1                | "target":1,"target":1                 | stands twice
            "target":1                | "target":1,"expected":[[4,0]]         | the range has 3
            "target":1                | "target":1,"expected":[[2,0]]         | the range has 3
            "target":1                | "target":1,"expected":{"0":4}         | the range has 3
            "target":1                | "target":1,"expected":{"0":1,"0":1}   | twice
            "target":1                | "target":1,"expected":[[9223372036854775807,0],[9223372036854775807,1]] | more than
            "target":1                | "target":1,"priority":1e999           | priority
            "target":1                | "target":99999999999999999999         | no whole number
            7f0000003000"             | 7f0000200000"                         | not inside the area
            7f0000003000"             | 7f0000002fff"                         | not made of pages
            7f0000003000"             | 7f0000000000"                         | is empty
            "target":1}               | "target":1                            | End of input
            "target":1}               | "target":1}}                          | column
            {"range"                  | "range"                               | BEGIN_OBJECT
            """)
    void aContradictionIsRefusedByItsLine(String part, String damaged, String why) {
        refused(Plans.HEADER + "\n" + ENTRY.replace(part, damaged), 2, why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "version":1            | "version":2            | version 2 of the format is unknown here; this library reads version 1
            "version":1            | "version":"1"          | "version" is no number
            "version":1,           |                        | lacks "version"
            numa-migrator-plan     | something-else         | this is no plan
            "pid":4711             | "pid":0                | no number of a process
            "pid":4711             | "pid":4711,"ppid":1    | no member "ppid"
            "start":42             | "start":-1             | no whole number
            ,"start":42            |                        | lacks "start"
            "pageBytes":4096       | "pageBytes":4097       | power of two
            "pageBytes":4096       | "pageBytes":0          | power of two
            2026-11-28T11:30:00Z   | yesterday              | not like
            "topology":"sha256:00", |                       | lacks "topology"
            "createdBy"            | "x":1,"createdBy"      | no member "x"
            """)
    void aHeaderThatIsUnknownIsRefused(String part, String damaged, String why) {
        refused(Plans.HEADER.replace(part, damaged == null ? "" : damaged) + "\n", 1, why);
    }

    @Test
    void whatIsNoPlanIsRefused() {
        refused("", 1, "empty");
        refused("\n \n", 1, "empty");
        refused("[]", 1, "");
        refused("start,end,node\n1,2,3\n", 1, "");
        refused(Plans.HEADER + "\n" + ENTRY + "\n" + ENTRY + "\n", 3, "two entries are about the same page");
        refused(Plans.HEADER + "\n" + "x".repeat(PlanLines.LONGEST * 2), 2, "longer than");
    }

    @Test
    void aFileThatWasCutOffIsNoticed() throws IOException {
        String text = Plans.text(EVERYTHING);
        String cut = text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1);
        refused(cut, 4, "ends after 2 entries of 3: it was cut off");
        refused(text + text.lines().toList().getLast() + "\n", 5, "more entries than the 3 of the header");
        assertThat(Plans.read(text.replace(",\"entries\":3", "")).entries()).hasSize(3);
    }

    @Test
    void whatIsNoUtf8IsRefusedNearItsLine(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("plan.jsonl");
        Files.write(file, (Plans.HEADER + "\n\u00ff").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        assertThatExceptionOfType(PlanFormatException.class).isThrownBy(() -> PlacementPlan.read(file))
                .withMessageContaining("no UTF-8");
    }

    /** Lines of any length, wherever a buffer ends. */
    @Test
    void longLinesAreReadWhole() throws IOException {
        StringBuilder text = new StringBuilder(Plans.HEADER).append('\n');
        for (int i = 0; i < 255; i++) {
            String range = "7f00000%02x000-7f00000%02x000".formatted(i, i + 1);
            text.append(
                    "{\"range\":\"" + range + "\"," + AREA + ",\"target\":" + i + ",\"reason\":\"" + "r".repeat(i * 37)
                            + "\"}" + (i == 254 ? "" : "\r\n"));
        }
        List<PlanEntry> entries = Plans.read(text.toString()).entries();
        assertThat(entries).hasSize(255);
        assertThat(entries).allMatch(entry -> entry.reason().length() == entry.target() * 37);
        assertThat(entries.stream().map(PlanEntry::area).distinct().count()).isEqualTo(1);
        assertThat(entries.get(1).area()).isSameAs(entries.get(254).area());
    }

    private static void refused(String text, long line, String why) {
        assertThatExceptionOfType(PlanFormatException.class)
                .describedAs(text.substring(0, Math.min(400, text.length())))
                .isThrownBy(() -> Plans.read(text))
                .withMessageStartingWith("line " + line + ": ").withMessageContaining(why)
                .matches(wrong -> wrong.line() == line);
    }
}
