package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.numamigrator.kernel.SeamTrespasser;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of the architecture holds for the library, and can fail: it sees a class that breaks it. */
class ArchitectureTest {

    private static final JavaClasses LIBRARY =
            new ClassFileImporter().importPath(Path.of(System.getProperty("build.folder", "target"), "classes"));

    private static final JavaClasses TRESPASSERS =
            new ClassFileImporter().importClasses(Trespasser.class, SeamTrespasser.class);

    static Stream<Named<ArchRule>> rules() {
        return Stream.of(
                rule(Architecture.THE_SEAM_KNOWS_NOTHING_ABOVE_IT),
                rule(Architecture.ONLY_THE_SEAM_CALLS_C),
                rule(Architecture.THE_API_KNOWS_NOTHING_ABOVE_IT),
                rule(Architecture.THE_API_KNOWS_NO_MACHINERY),
                rule(Architecture.THE_JDK_IS_ENOUGH),
                rule(Architecture.NO_RESTRICTED_METHODS),
                rule(Architecture.NOTHING_IS_PRINTED),
                rule(Architecture.NOTHING_IS_LOGGED),
                rule(Architecture.NO_THREAD_IS_STARTED));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theLibraryKeepsTheRule(ArchRule rule) {
        rule.check(LIBRARY);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aTrespasserIsSeen(ArchRule rule) {
        assertThat(rule.evaluate(TRESPASSERS).hasViolation()).isTrue();
    }

    private static Named<ArchRule> rule(ArchRule rule) {
        return Named.of(rule.getDescription(), rule);
    }
}
