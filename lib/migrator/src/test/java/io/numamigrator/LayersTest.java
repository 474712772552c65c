package io.numamigrator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.numamigrator.kernel.SeamTrespasser;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packages of the library are layers without a cycle, of few files, and classes form no large cycles; each rule sees who breaks it. */
class LayersTest {

    private static final String API = "the API";

    /** From the lowest to the highest: each knows only those before it. The table of ci/CONTRIBUTING.md says what is in them. */
    private static final List<String> LAYERS =
            List.of("kernel", "pages", API, "proc", "access", "areas", "refusal", "policy", "doctor", "engine");

    private static final int MOST_CLASSES_IN_A_CYCLE = 12;
    private static final int MOST_FILES = 40;

    private static final Path CLASSES = Path.of(System.getProperty("build.folder", "target"), "classes");

    private static final JavaClasses LIBRARY = new ClassFileImporter().importPath(CLASSES);

    private static final JavaClasses WITH_A_TRESPASSER = new ClassFileImporter().importPaths(CLASSES,
            Path.of(System.getProperty("build.folder", "target"), "test-classes", "io", "numamigrator", "kernel"));

    static Stream<Named<ArchRule>> rules() {
        return Stream.of(
                slices().assignedFrom(layers()).should().beFreeOfCycles(),
                classes().should(knowOnlyLowerLayers()).as("each layer knows only those below it"))
                .map(rule -> Named.of(rule.getDescription(), rule));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theLibraryKeepsTheRule(ArchRule rule) {
        rule.check(LIBRARY);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aTrespasserIsSeen(ArchRule rule) {
        assertThat(WITH_A_TRESPASSER.contain(SeamTrespasser.class)).isTrue();
        assertThat(rule.evaluate(WITH_A_TRESPASSER).hasViolation()).isTrue();
    }

    @Test
    void noCycleOfClassesIsLarge() {
        classes().should(ClassCycles.ofAtMost(MOST_CLASSES_IN_A_CYCLE)).check(LIBRARY);
    }

    @Test
    void aLargerCycleIsSeen() {
        // The seam belongs together: a kernel, its frames, and what fills them.
        assertThat(classes().should(ClassCycles.ofAtMost(4)).evaluate(LIBRARY).hasViolation()).isTrue();
    }

    @Test
    void everyPackageIsALayerOfFewFiles() {
        assertThat(LIBRARY.stream().map(LayersTest::layer).distinct()).containsExactlyInAnyOrderElementsOf(LAYERS);
        for (String layer : LAYERS) {
            assertThat(LIBRARY.stream().filter(each -> each.isTopLevelClass() && layer(each).equals(layer)).count())
                    .as(layer)
                    .isBetween(1L, (long) MOST_FILES);
        }
    }

    private static String layer(JavaClass each) {
        String name = each.getPackageName();
        return name.equals("io.numamigrator") ? API : name.replaceFirst("^io\\.numamigrator\\.", "");
    }

    private static SliceAssignment layers() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass each) {
                return LAYERS.contains(layer(each)) ? SliceIdentifier.of(layer(each)) : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }

    private static ArchCondition<JavaClass> knowOnlyLowerLayers() {
        return new ArchCondition<>("know only lower layers") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                int own = LAYERS.indexOf(layer(item));
                item.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> LAYERS.indexOf(layer(dependency.getTargetClass())) > own)
                        .forEach(dependency -> events
                                .add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
            }
        };
    }
}
