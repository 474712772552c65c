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
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packages of a module are layers without a cycle, of few files, and classes form no large cycles; each rule sees who breaks it. */
@SuppressWarnings("exports")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class LayersContract {

    private static final String ROOT = "io.numamigrator";
    private static final int MOST_CLASSES_IN_A_CYCLE = 12;
    private static final int MOST_FILES = 40;

    private final List<String> layers;
    private final Class<?> trespasser;
    private final JavaClasses module;
    private final JavaClasses withTheTrespasser;

    /**
     * Imports the module under test.
     *
     * @param layers the packages below {@code io.numamigrator}, from the lowest to the highest: each knows only those before it
     * @param trespasser a test class that knows a layer above its own, and so closes a cycle
     */
    protected LayersContract(List<String> layers, Class<?> trespasser) {
        this.layers = layers;
        this.trespasser = trespasser;
        Path built = Path.of(System.getProperty("build.folder", "target"));
        module = new ClassFileImporter().importPath(built.resolve("classes"));
        withTheTrespasser = new ClassFileImporter().importPaths(built.resolve("classes"),
                built.resolve("test-classes").resolve(trespasser.getPackageName().replace('.', '/')));
    }

    /** Returns the rules of the layers. */
    public Stream<Named<ArchRule>> rules() {
        return Stream.of(
                slices().assignedFrom(packages()).should().beFreeOfCycles(),
                classes().should(knowOnlyLowerLayers()).as("each layer knows only those below it"))
                .map(rule -> Named.of(rule.getDescription(), rule));
    }

    @ParameterizedTest
    @MethodSource("rules")
    public void theModuleKeepsTheRule(ArchRule rule) {
        rule.check(module);
    }

    @ParameterizedTest
    @MethodSource("rules")
    public void aTrespasserIsSeen(ArchRule rule) {
        assertThat(withTheTrespasser.contain(trespasser)).isTrue();
        assertThat(rule.evaluate(withTheTrespasser).hasViolation()).isTrue();
    }

    @Test
    public void noCycleOfClassesIsLarge() {
        classes().should(ClassCycles.ofAtMost(MOST_CLASSES_IN_A_CYCLE)).check(module);
    }

    /** In each module some classes belong together: the seam, a kernel, its frames; or the address space, its areas, its folios. */
    @Test
    public void aLargerCycleIsSeen() {
        assertThat(classes().should(ClassCycles.ofAtMost(4)).evaluate(module).hasViolation()).isTrue();
    }

    @Test
    public void everyPackageIsALayerOfFewFiles() {
        assertThat(module.stream().map(LayersContract::layer).distinct()).containsExactlyInAnyOrderElementsOf(layers);
        for (String layer : layers) {
            assertThat(module.stream().filter(each -> each.isTopLevelClass() && layer(each).equals(layer)).count())
                    .as(layer)
                    .isBetween(1L, (long) MOST_FILES);
        }
    }

    /** Returns the package below the root, empty for the root itself. */
    private static String layer(JavaClass each) {
        String name = each.getPackageName();
        return name.equals(ROOT) ? "" : name.replaceFirst("^io\\.numamigrator\\.", "");
    }

    private SliceAssignment packages() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass each) {
                return layers.contains(layer(each)) ? SliceIdentifier.of(layer(each)) : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }

    private ArchCondition<JavaClass> knowOnlyLowerLayers() {
        return new ArchCondition<>("know only lower layers") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                int own = layers.indexOf(layer(item));
                item.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> layers.indexOf(layer(dependency.getTargetClass())) > own)
                        .forEach(dependency -> events
                                .add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
            }
        };
    }
}
