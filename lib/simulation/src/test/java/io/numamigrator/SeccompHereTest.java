package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.access.PlacementCall;
import io.numamigrator.engine.KernelMigrator;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.sim.Capability;
import io.numamigrator.sim.SeccompProfile;
import io.numamigrator.sim.SimulatedMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Under a runtime's filter the doctor says of a simulated machine, word for word, what it says of the running kernel. */
class SeccompHereTest {

    private static SimulatedMachine likeHere() {
        String release = System.getProperty("os.version").split("[^0-9.]", 2)[0];
        return SimulatedMachine.oneNode().toBuilder().kernel(release).build();
    }

    private static KernelMigrator contained(SeccompProfile profile, Capability... added) {
        SimulatedMachine machine = likeHere();
        machine.process().enterContainer(profile, added);
        return (KernelMigrator) machine.migrator();
    }

    /** Return the arguments that put before a real process what stands before the simulated one. */
    private static String[] filters(KernelMigrator simulated) throws Exception {
        Map<Long, List<String>> byErrno = new TreeMap<>();
        for (PlacementCall call : PlacementCall.values()) {
            long answer = call.ask(simulated.kernel(), new CallFrame());
            if (!call.knows(answer)) {
                byErrno.computeIfAbsent(-answer, _ -> new ArrayList<>()).add(call.systemCall());
            }
        }
        String filtered = CProgram.FILTERED.path().toString();
        return byErrno.entrySet().stream()
                .flatMap(each -> Stream.of(filtered, each.getKey().toString(), String.join(",", each.getValue())))
                .toArray(String[]::new);
    }

    private static List<String> aboutSeccomp(String diagnosis) {
        return Stream.of(diagnosis.split("(?m)^(?=\\[)")).filter(part -> part.contains("] seccomp: "))
                .flatMap(String::lines).toList();
    }

    static Stream<Arguments> containers() {
        return Stream.of(SeccompProfile.values()).flatMap(profile -> Stream.of(
                Arguments.of(profile, List.of()), Arguments.of(profile, List.of(Capability.CAP_SYS_NICE))));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("containers")
    void theDoctorFindsTheSameFilter(SeccompProfile profile, List<Capability> added) throws Exception {
        KernelMigrator simulated = contained(profile, added.toArray(Capability[]::new));
        String here = ChildJvm.under(filters(simulated)).run(DoctorChild.class, 0);

        List<String> finding = aboutSeccomp(simulated.explain().toString());

        assertThat(finding).isEqualTo(aboutSeccomp(here)).anyMatch(line -> line.contains("Seccomp: 2"));
        assertThat(finding.getFirst()).startsWith("[BLOCKER] seccomp: a seccomp filter answers move_pages");
        assertThat(here.lines().findFirst()).isEqualTo(simulated.explain().toString().lines().findFirst());
    }

    @ParameterizedTest
    @EnumSource(SeccompProfile.class)
    void aRefusedMoveNamesTheFilter(SeccompProfile profile) {
        NumaMigrator numa = contained(profile);
        assertThatThrownBy(() -> numa.self().migrate(NodeSet.of(0), NodeSet.of(0)))
                .isInstanceOfSatisfying(NumaException.class, refusal -> {
                    assertThat(refusal.errno()).isEqualTo(Errno.EPERM);
                    assertThat(refusal).hasMessageContaining("a seccomp filter (Seccomp: 2) answers in the kernel's");
                    assertThat(refusal.remedy()).contains("--security-opt seccomp=FILE");
                });
    }
}
