package io.numamigrator.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.sim.fixture.RuleNumbers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every numbered rule has a test that carries its number, or says why it has none; {@code target/rule-coverage.md} lists both. */
class RuleCoverageTest {

    private static final Path REPORT = Path.of("target", "rule-coverage.md");

    /** A rule by its number, what it says, and why no test holds it, empty if one does. */
    private record Rule(String number, String says, String gap) {
        static Rule read(String line) {
            String[] columns = line.split(" *\\| *", -1);
            return new Rule(columns[0], columns[1], columns.length > 2 ? columns[2] : "");
        }
    }

    @Test
    void everyRuleHasATestOrAReason() throws IOException {
        Map<String, List<String>> tests = tests();
        List<Rule> rules = rules();

        report(rules, tests);

        List<String> without = rules.stream().map(Rule::number).filter(number -> !tests.containsKey(number)).toList();
        List<String> declared = rules.stream().filter(rule -> !rule.gap.isEmpty()).map(Rule::number).toList();
        assertThat(without).as("rules without a test, see " + REPORT).isEqualTo(declared);
    }

    @Test
    void everyNumberIsThatOfARule() throws IOException {
        List<String> numbers = rules().stream().map(Rule::number).toList();
        assertThat(numbers).doesNotHaveDuplicates().containsAll(new TreeSet<>(tests().keySet()));
    }

    private static void report(List<Rule> rules, Map<String, List<String>> tests) throws IOException {
        StringBuilder text = new StringBuilder("# Rules of the semantics, and the tests that hold them\n\n");
        for (Rule rule : rules) {
            text.append("- **").append(rule.number).append("** ").append(rule.says).append('\n');
            tests.getOrDefault(rule.number, List.of(rule.gap.isEmpty() ? "NO TEST" : "gap: " + rule.gap))
                    .forEach(test -> text.append("  - ").append(test).append('\n'));
        }
        Files.writeString(REPORT, text);
    }

    private static List<Rule> rules() throws IOException {
        try (InputStream in = Objects.requireNonNull(RuleCoverageTest.class.getResourceAsStream("rules.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Rule::read)
                    .toList();
        }
    }

    /** Return the tests of this package and those below it by the numbers that their names begin with. */
    private static Map<String, List<String>> tests() throws IOException {
        Map<String, List<String>> found = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(classes())) {
            files.map(file -> classes().relativize(file).toString().replace('/', '.'))
                    .filter(name -> name.endsWith("Test.class"))
                    .sorted()
                    .map(RuleCoverageTest::load)
                    .forEach(type -> RuleNumbers.of(type)
                            .forEach((number, methods) -> found.computeIfAbsent(number, _ -> new ArrayList<>())
                                    .addAll(methods)));
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
        return found;
    }

    /** Returns the folder that this class was loaded from, wherever it was compiled to. */
    private static Path classes() {
        // The class itself: a module does not show its folders.
        URI own = URI.create(String.valueOf(RuleCoverageTest.class.getResource("RuleCoverageTest.class")));
        return Path.of(own).resolveSibling(".");
    }

    private static Class<?> load(String file) {
        try {
            return Class.forName("io.numamigrator.sim." + file.replace(".class", ""));
        } catch (ClassNotFoundException absent) {
            throw new AssertionError(absent);
        }
    }
}
