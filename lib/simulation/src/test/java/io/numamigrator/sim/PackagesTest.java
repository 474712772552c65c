package io.numamigrator.sim;

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
import io.numamigrator.ClassCycles;
import io.numamigrator.sim.version.Climber;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packages of the simulation are layers without a cycle, and classes form no large ones; each rule sees who breaks it. */
class PackagesTest {

    /** From the lowest to the highest: each knows only those before it. The table of the guide says what is in them. */
    private static final List<String> LAYERS = List.of(
            "sim.version",
            "sim.spec",
            "sim.machine",
            "sim.policy",
            "sim.mm",
            "sim.task",
            "sim.fault",
            "sim.migrate",
            "sim.proc",
            "sim.real",
            "sim.syscall",
            "sim");

    private static final int MOST_CLASSES_IN_A_CYCLE = 12;
    private static final int MOST_FILES = 40;

    private static final JavaClasses SIMULATION =
            new ClassFileImporter().importPath(Path.of(System.getProperty("build.folder", "target"), "classes"));

    private static final JavaClasses WITH_A_CLIMBER = new ClassFileImporter().importPaths(
            Path.of(System.getProperty("build.folder", "target"), "classes"),
            Path.of(System.getProperty("build.folder", "target"), "test-classes", "io", "numamigrator", "sim",
                    "version"));

    static Stream<Named<ArchRule>> rules() {
        return Stream.of(
                slices().matching("io.numamigrator.(**)").should().beFreeOfCycles(),
                classes().should(knowOnlyLowerLayers()).as("each layer knows only those below it"))
                .map(rule -> Named.of(rule.getDescription(), rule));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theSimulationKeepsTheRule(ArchRule rule) {
        rule.check(SIMULATION);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aClimberIsSeen(ArchRule rule) {
        assertThat(WITH_A_CLIMBER.contain(Climber.class)).isTrue();
        assertThat(rule.evaluate(WITH_A_CLIMBER).hasViolation()).isTrue();
    }

    @Test
    void noCycleOfClassesIsLarge() {
        classes().should(ClassCycles.ofAtMost(MOST_CLASSES_IN_A_CYCLE)).check(SIMULATION);
    }

    @Test
    void aLargerCycleIsSeen() {
        // The address space, its areas and its folios belong together: they are the largest there is.
        assertThat(classes().should(ClassCycles.ofAtMost(4)).evaluate(SIMULATION).hasViolation()).isTrue();
    }

    @Test
    void everyPackageIsALayerOfFewFiles() {
        assertThat(SIMULATION.stream().map(PackagesTest::layer).distinct()).containsExactlyInAnyOrderElementsOf(LAYERS);
        for (String layer : LAYERS) {
            assertThat(SIMULATION.stream().filter(each -> each.isTopLevelClass() && layer(each).equals(layer)).count())
                    .as(layer)
                    .isBetween(1L, (long) MOST_FILES);
        }
    }

    private static String layer(JavaClass each) {
        return each.getPackageName().replaceFirst("^io\\.numamigrator\\.", "");
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
