package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract of the simulated kernel says what the code cites, and names every switch with the releases that it has. */
class SemanticsTest {

    private static final Path TOP = Path.of("../..");
    private static final Path DOCUMENT = Path.of("../simulation/SEMANTICS.md");
    private static final Path GUIDE = Path.of("../simulation/README.md");
    private static final Path RULES = Path.of("io/numamigrator/sim/rules.txt");

    private static final String NUMBER = "\\d{1,2}(?:\\.\\d{1,2})?(?:/\\w+)?";
    private static final Pattern CITATION = Pattern.compile(
            "SEMANTICS (" + NUMBER + "(?:(?:, and |, | and | to )" + NUMBER + ")*)");
    private static final Pattern TYPE = Pattern.compile("`([A-Z][A-Za-z]+)`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{2,3} (\\d{1,2}(?:\\.\\d{1,2})?)\\.? ");
    private static final Pattern SWITCH =
            Pattern.compile("(?m)^ +([A-Z][A-Z0-9_]+)\\(\"([^\"]+)\", (?:\"([^\"]+)\"|null)\\)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z][A-Z0-9_]+)` \\| (\\S+) \\| (\\S+) \\|");

    @Test
    void everyCitedNumberIsThere() throws IOException {
        Map<String, String> sections = sections(Files.readString(DOCUMENT));
        Map<String, String> cited = citations();

        assertThat(cited).hasSizeGreaterThan(20);
        assertThat(missing(cited.keySet(), sections)).as("numbers that the code cites, see %s", cited).isEmpty();
    }

    @Test
    void everyRuleThatTestsHoldIsThere() throws IOException {
        Map<String, String> sections = sections(Files.readString(DOCUMENT));
        List<String> rules = Files.readAllLines(rules())
                .stream()
                .filter(line -> line.matches("[1-5][ .].*"))
                .map(line -> line.split(" ", 2)[0])
                .toList();

        assertThat(rules).hasSizeGreaterThan(60);
        assertThat(missing(rules, sections)).isEmpty();
    }

    @Test
    void everySwitchHasItsReleases() throws IOException {
        Map<String, String> documented = switches(ROW, Files.readString(DOCUMENT));
        Map<String, String> built = switches(SWITCH, Files.readString(source("KernelSwitch.java")));

        assertThat(built).hasSizeGreaterThan(100);
        assertThat(documented).containsExactlyInAnyOrderEntriesOf(built);
    }

    @Test
    void everyClassOfTheGuideIsThere() throws IOException {
        List<String> types = sources(path -> path.toString().matches(".*/src/main/.*\\.java"))
                .stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .toList();
        List<String> named = Files.readAllLines(GUIDE)
                .stream()
                .filter(line -> line.matches("\\|.*\\|.*\\|.*\\|"))
                .flatMap(line -> TYPE.matcher(line.split("\\|")[3]).results())
                .map(name -> name.group(1))
                .toList();

        assertThat(named).hasSizeGreaterThan(60);
        assertThat(types).containsAll(named);
    }

    @Test
    void whatIsNotThereIsFound() {
        Map<String, String> sections =
                sections("## 1. Calls\n### 1.1 Checks\n| 1 | flags |\n| 2 | pid |\n### 1.2 Access\n2. uid\n");

        assertThat(missing(List.of("1", "1.1", "1.1/2", "1.2/2"), sections)).isEmpty();
        assertThat(missing(List.of("2", "1.3", "1.1/3", "1.2/1"), sections)).containsExactly("2", "1.3", "1.1/3",
                "1.2/1");
        assertThat(numbers("SEMANTICS 1.1 to 1.3, 2.2 and 3.2/4. 7 nodes")).containsExactly("1.1", "1.3", "2.2",
                "3.2/4");
    }

    /** Returns the text of each section by its number. */
    private static Map<String, String> sections(String document) {
        Map<String, String> sections = new TreeMap<>();
        Matcher heading = HEADING.matcher(document);
        String number = null;
        int begin = 0;
        while (heading.find()) {
            if (number != null) {
                sections.put(number, document.substring(begin, heading.start()));
            }
            number = heading.group(1);
            begin = heading.end();
        }
        if (number != null) {
            sections.put(number, document.substring(begin));
        }
        return sections;
    }

    private static List<String> missing(Iterable<String> numbers, Map<String, String> sections) {
        List<String> missing = new ArrayList<>();
        for (String number : numbers) {
            String[] parts = number.split("/");
            String text = sections.get(parts[0]);
            if (text == null || parts.length > 1 && !hasItem(text, parts[1])) {
                missing.add(number);
            }
        }
        return missing;
    }

    /** Tells whether a section has an item: a row of a table, or a line that begins with its number. */
    private static boolean hasItem(String section, String item) {
        return Pattern.compile("(?m)^(?:\\| " + item + " \\||[ *]*" + item + "\\. )").matcher(section).find();
    }

    private static List<String> numbers(String text) {
        List<String> numbers = new ArrayList<>();
        Matcher citation = CITATION.matcher(text);
        while (citation.find()) {
            numbers.addAll(List.of(citation.group(1).split(", and |, | and | to ")));
        }
        return numbers;
    }

    /** Returns the numbers that source text cites, each with a file that does. */
    private static Map<String, String> citations() throws IOException {
        Map<String, String> cited = new TreeMap<>();
        for (Path file : sources(path -> path.toString().matches(".*\\.(java|c|py|md)"))) {
            if (!file.endsWith("SEMANTICS.md") && !file.endsWith("SemanticsTest.java")) {
                numbers(Files.readString(file))
                        .forEach(number -> cited.putIfAbsent(number, TOP.relativize(file).toString()));
            }
        }
        return cited;
    }

    private static Map<String, String> switches(Pattern line, String text) {
        Map<String, String> switches = new TreeMap<>();
        Matcher each = line.matcher(text);
        while (each.find()) {
            String until = each.group(3) == null ? "–" : each.group(3);
            assertThat(switches.put(each.group(1), each.group(2) + " until " + until)).as(each.group(1) + " twice")
                    .isNull();
        }
        return switches;
    }

    private static Path rules() throws IOException {
        return sources(path -> path.endsWith(RULES)).getFirst();
    }

    private static Path source(String name) throws IOException {
        return sources(path -> path.endsWith(name)).getFirst();
    }

    private static List<Path> sources(Predicate<Path> wanted) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : List.of("lib", "ci", "examples")) {
            try (Stream<Path> files = Files.walk(TOP.resolve(module))) {
                files.filter(file -> Files.isRegularFile(file) && !file.toString().contains("/target/"))
                        .filter(wanted)
                        .forEach(found::add);
            }
        }
        return found;
    }
}
