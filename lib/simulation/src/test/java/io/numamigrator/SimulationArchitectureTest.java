package io.numamigrator;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the library does not do, its simulation does not do either; {@code ArchitectureTest} shows that each rule can fail. */
class SimulationArchitectureTest {

    private static final JavaClasses SIMULATION =
            new ClassFileImporter().importPath(Path.of(System.getProperty("build.folder", "target"), "classes"));

    static Stream<Named<ArchRule>> rules() {
        return Stream.of(
                Architecture.ONLY_THE_SEAM_CALLS_C,
                Architecture.THE_JDK_IS_ENOUGH,
                Architecture.NO_RESTRICTED_METHODS,
                Architecture.NOTHING_IS_PRINTED,
                Architecture.NOTHING_IS_LOGGED,
                Architecture.NO_THREAD_IS_STARTED)
                .map(rule -> Named.of(rule.getDescription(), rule));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theSimulationKeepsTheRule(ArchRule rule) {
        rule.check(SIMULATION);
    }
}
