package io.numamigrator.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.fidelity.rules.Rule;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** The report tells what runs left behind, and nothing else. */
class ReportTest {

    private static final RunRecord OLD = run("6.1", Map.of(), new Coverage.Count(5, 0, 0));
    private static final RunRecord NEW = run("6.12", Map.of("mbind: 0 / EIO", 2), new Coverage.Count(9, 0, 2));

    @TempDir
    private Path folder;

    private static RunRecord run(String kernel, Map<String, Integer> unexplained, Coverage.Count count) {
        return new RunRecord("2026-11-21", kernel, "four", 7, 1234, 100, 1, 2.0, Map.of(), unexplained,
                Map.of("1.1/1", count));
    }

    @Test
    void runsAreKeptInTheOrderTheyCame() {
        Path file = folder.resolve("runs.json");
        NEW.append(file);
        OLD.append(file);
        assertThat(RunRecord.readAll(file)).containsExactly(NEW, OLD);
        assertThat(RunRecord.readAll(folder.resolve("none.json"))).isEmpty();
    }

    @Test
    void thePageHasALineForEachKernelAndEachRun() {
        assertThat(ReportText.of(List.of(NEW, OLD)).lines())
                .containsSubsequence("| 6.1 | 1,234 | 100 | 0 | 0 | 1 of " + Coverage.reachable("6.1").size() + " |",
                        "| 6.12 | 1,234 | 100 | 0 | 2 | 1 of " + Coverage.reachable("6.12").size() + " |")
                .contains("| 2026-11-21 | 6.12 | four | 7-106 | 1,234 | 1 | 617 | 2 × mbind: 0 / EIO |")
                .contains("- **1.1/2** MOVE_ALL without CAP_SYS_NICE is EPERM: not reached on 6.1, 6.12");
    }

    @Test
    void aRuleIsAsGoodAsItsWorstOperation() {
        Map<String, Results> kernels = Results.byKernel(List.of(NEW, OLD));
        Rule rule = Rule.ALL.getFirst();
        assertThat(kernels.keySet()).containsExactly("6.1", "6.12");
        assertThat(kernels.values().stream().map(results -> results.colour(rule)))
                .containsExactly(Results.Colour.GREEN, Results.Colour.DIVERGENT);
    }

    @Test
    void thePictureIsAPicture() throws Exception {
        String svg = ReportPicture.of(List.of(NEW, OLD));
        var document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(document.getElementsByTagName("rect").getLength()).isGreaterThan(2 * Rule.ALL.size());
        assertThat(svg).contains("2,468 operations on 2 kernels, 2 unexplained divergences");
    }
}
