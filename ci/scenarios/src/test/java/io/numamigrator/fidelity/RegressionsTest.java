package io.numamigrator.fidelity;

import static org.assertj.core.api.Assertions.fail;

import io.numamigrator.fidelity.program.Lowering;
import io.numamigrator.fidelity.program.Program;
import io.numamigrator.fidelity.trial.Simulation;
import io.numamigrator.fidelity.trial.Trial;
import io.numamigrator.fidelity.trial.TrialText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a real kernel once did otherwise than the simulation: each file is a scenario with what it showed. */
class RegressionsTest {

    private static final Path FILES = Path.of("src", "test", "resources", "regressions");

    @TestFactory
    List<DynamicTest> theSimulationDoesWhatTheKernelDid() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(Replay.read(file))))
                    .toList();
        }
    }

    private static void check(Replay kept) {
        Program program = Lowering.of(kept.scenario());
        Trial trial = Trial.of(kept.scenario(), program, kept.real(), kept.real())
                .against(Simulation.of(kept.nodes(), kept.kernel()));
        if (trial.divergence() != null) {
            StringWriter text = new StringWriter();
            new TrialText(new PrintWriter(text)).show(trial);
            fail(kept.about() + ", kernel " + kept.kernel() + ", seed " + kept.seed() + "\n" + text);
        }
    }
}
