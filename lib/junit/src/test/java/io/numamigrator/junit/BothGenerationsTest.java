package io.numamigrator.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.NumaMigrator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The annotations do the same under JUnit 5.14 and under JUnit 6. */
class BothGenerationsTest {

    private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

    @ParameterizedTest
    @ValueSource(strings = {"junit-5", "junit-6"})
    void eachAnnotationIsARun(String generation) throws Exception {
        JUnitChild child = JUnitChild.run(generation, NumaSample.class, NATIVE);
        boolean real = NumaMigrator.find().isPresent();
        assertThat(child.exitCode()).as(String.join("\n", child.lines())).isZero();
        assertThat(child.lines())
                .anyMatch(line -> line.endsWith("simulated: nodes four, Linux 6.12 [OK]"))
                .anyMatch(line -> line.endsWith("simulated: nodes two [OK]"))
                .anyMatch(line -> line.endsWith("simulated: nodes two, Linux 5.10 [OK]"))
                .anyMatch(line -> line.endsWith("simulated: nodes tiered, Linux 6.18 [OK]"))
                .anyMatch(line -> line.contains("real: at least 1000 nodes [S] "))
                .anyMatch(line -> line.contains(real ? "real [OK]" : "real [S]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"junit-5", "junit-6"})
    void anAnnotatedClassRunsWholeForEach(String generation) throws Exception {
        JUnitChild child = JUnitChild.run(generation, ClassSample.class, NATIVE);
        int runs = NumaMigrator.find().isPresent() ? 3 : 2;
        assertThat(child.exitCode()).as(String.join("\n", child.lines())).isZero();
        assertThat(child.lines())
                .anyMatch(line -> line.contains("simulated: nodes four, Linux 5.10 [OK]"))
                .anyMatch(line -> line
                        .contains("simulated: nodes tiered, Linux 6.12, in docker with CAP_SYS_NICE [OK]"));
        assertThat(passed(child, "aTestRunsOnEach(NumaMigrator)")).isEqualTo(runs);
        assertThat(passed(child, "repetition 2 of 2")).isEqualTo(runs);
        assertThat(passed(child, "aNestedClassBelongsToItsOwner(NumaMigrator)")).isEqualTo(runs);
        assertThat(passed(child, "simulated: nodes 3, Linux 6.1")).isEqualTo(3);
        assertThat(passed(child, "theNearestAnnotationCounts(SimulatedProcess)")).isEqualTo(3);
    }

    private static long passed(JUnitChild child, String name) {
        return child.lines().stream().filter(line -> line.contains(name + " [OK]")).count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"junit-5", "junit-6"})
    void eachTestOfAnAnnotatedClassHasAMachineOfItsOwn(String generation) throws Exception {
        JUnitChild child = JUnitChild.run(generation, ClassSample.SeparateSample.class, NATIVE);
        assertThat(child.exitCode()).as(String.join("\n", child.lines())).isZero();
        assertThat(passed(child, "SeesAnother(SimulatedMachine)")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"junit-5", "junit-6"})
    void aSkippedRunSaysWhatTheDoctorFound(String generation) throws Exception {
        JUnitChild child = JUnitChild.run(generation, NumaSample.class, "--illegal-native-access=deny",
                "-XX:+IgnoreUnrecognizedVMOptions", "--enable-native-access=java.base");
        assertThat(child.exitCode()).as(String.join("\n", child.lines())).isZero();
        assertThat(child.lines()).anyMatch(line -> line.contains("real [S] ")
                && line.contains("native") && line.contains("--enable-native-access"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"junit-5", "junit-6"})
    void whatCannotBeIsRefusedByName(String generation) throws Exception {
        JUnitChild child = JUnitChild.run(generation, FailingSample.class, NATIVE);
        assertThat(child.exitCode()).isEqualTo(1);
        assertThat(child.lines())
                .anyMatch(line -> line.contains("simulated: nodes five [X] ") && line.contains("group 1: \"five\""))
                .anyMatch(line -> line.contains("in lxc [X] ") && line.contains("\"lxc\" is none of docker"))
                .anyMatch(
                        line -> line.contains("two with CAP_SYS_NICE [X] ") && line.contains("capAdd: without seccomp"))
                .anyMatch(line -> line.contains("real [X] ") && line.contains("has no SimulatedMachine")
                        || line.contains("real [S] "));
    }
}
