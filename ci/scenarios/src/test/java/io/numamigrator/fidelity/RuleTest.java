package io.numamigrator.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.fidelity.generate.Generator;
import io.numamigrator.fidelity.generate.Nodes;
import io.numamigrator.fidelity.rules.Rule;
import io.numamigrator.fidelity.scenario.Scenario;
import io.numamigrator.fidelity.trial.Executor;
import io.numamigrator.fidelity.trial.Simulation;
import io.numamigrator.fidelity.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The catalogue of rules is that of the semantics, and scenarios come to nearly all of it. */
class RuleTest {

    private static final Path SEMANTICS =
            Path.of("../../lib/simulation/src/test/resources/io/numamigrator/sim/rules.txt");

    @Test
    void everyNumberOfSectionsOneToFiveIsThere() throws IOException {
        List<String> numbers = Files.readAllLines(SEMANTICS)
                .stream()
                .filter(line -> line.matches("[1-5][ .].*"))
                .map(line -> line.split(" ")[0])
                .toList();
        List<String> covered = Rule.ALL.stream().map(rule -> rule.number().split(" ")[0]).toList();

        assertThat(numbers).hasSizeGreaterThan(60);
        assertThat(covered).containsAll(numbers.stream().filter(number -> !isSumOfCases(number, covered)).toList());
    }

    /** A section is covered by its items, if it is no case of its own: 1.1 by 1.1/1 to 1.1/8. */
    private static boolean isSumOfCases(String number, List<String> covered) {
        return covered.stream().anyMatch(each -> each.startsWith(number + "/"));
    }

    @Test
    void numbersAreUnique() {
        assertThat(Rule.ALL.stream().map(Rule::number)).doesNotHaveDuplicates();
    }

    @Test
    void scenariosComeToNearlyAllRules() {
        Nodes nodes = Nodes.of("four");
        Executor simulation = Simulation.of("four", "6.12");
        List<Scenario> scenarios =
                LongStream.rangeClosed(1, 400).mapToObj(seed -> Generator.scenario(seed, nodes)).toList();
        Coverage coverage = new Coverage();
        Trial.of(scenarios, simulation, simulation).forEach(trial -> coverage.add(trial, false));

        List<Rule> missed = Coverage.missed("6.12", coverage.counts());
        assertThat(missed).as("never hit by seeds 1-400").hasSizeLessThan(Coverage.reachable("6.12").size() / 10);
    }
}
