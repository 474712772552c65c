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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of the architecture holds for the library, and can fail: it sees a class that breaks it. */
class ArchitectureTest {

    private static final JavaClasses LIBRARY = new ClassFileImporter().importPath(Path.of("target", "classes"));

    static Stream<Arguments> rules() {
        return Stream.of(
                rule(Architecture.THE_SEAM_KNOWS_NOTHING_ABOVE_IT, SeamTrespasser.class),
                rule(Architecture.ONLY_THE_SEAM_CALLS_C, Trespasser.class),
                rule(Architecture.THE_API_KNOWS_NOTHING_ABOVE_IT, Trespasser.class),
                rule(Architecture.THE_JDK_IS_ENOUGH, Trespasser.class),
                rule(Architecture.NO_RESTRICTED_METHODS, Trespasser.class),
                rule(Architecture.NOTHING_IS_PRINTED, Trespasser.class),
                rule(Architecture.NOTHING_IS_LOGGED, Trespasser.class),
                rule(Architecture.NO_THREAD_IS_STARTED, Trespasser.class));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theLibraryKeepsTheRule(ArchRule rule, Class<?> trespasser) {
        rule.check(LIBRARY);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aTrespasserIsSeen(ArchRule rule, Class<?> trespasser) {
        assertThat(rule.evaluate(new ClassFileImporter().importClasses(trespasser)).hasViolation()).isTrue();
    }

    private static Arguments rule(ArchRule rule, Class<?> trespasser) {
        return Arguments.of(Named.of(rule.getDescription(), rule), trespasser);
    }
}
