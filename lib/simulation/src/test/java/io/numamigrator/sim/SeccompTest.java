package io.numamigrator.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.Errno;
import io.numamigrator.MemoryRange;
import io.numamigrator.sim.fixture.Outcome;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.proc.PseudoTree;
import io.numamigrator.sim.task.Credentials;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a seccomp filter refuses never reaches the kernel. */
class SeccompTest {

    private final SimulatedMachine machine = SimulatedMachine.twoNodes().toBuilder().kernel("6.12").build();
    private final SimulatedProcess process = machine.spawn();
    private final RawCalls calls = new RawCalls(process);

    /** Make a call that the kernel itself lets anybody do. */
    private static String make(SystemCall call, SimulatedProcess caller) {
        RawCalls calls = new RawCalls(caller);
        MemoryRange memory = caller.map(4096);
        return switch (call) {
            case MOVE_PAGES -> calls.query(0, memory.start()).result();
            case MIGRATE_PAGES -> calls.migratePages(0, "0", "0-1");
            case MBIND -> calls.mbind(memory.start(), 4096, 2, "1", 0);
            case GET_MEMPOLICY -> calls.taskPolicy();
            case SET_MEMPOLICY -> calls.setMempolicy(2, "0-1");
            case SET_MEMPOLICY_HOME_NODE ->
                Outcome.name(calls.kernel.setMempolicyHomeNode(calls.frame(), memory.start(), 0, 0, 0));
        };
    }

    private static String makeAll(SimulatedProcess caller) {
        return Stream.of(SystemCall.values()).map(call -> make(call, caller)).collect(Collectors.joining(" "));
    }

    /** The columns are move_pages, migrate_pages, mbind, get_mempolicy, set_mempolicy, set_mempolicy_home_node. */
    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource({
        "docker,       nothing, -EPERM -EPERM -EPERM -EPERM -EPERM -EPERM",
        "docker,       NICE,    -EPERM -EPERM 0      0:     0      0",
        "docker-24,    nothing, -EPERM -EPERM -EPERM -EPERM -EPERM -ENOSYS",
        "docker-24,    NICE,    -EPERM -EPERM 0      0:     0      -ENOSYS",
        "docker-19.03, nothing, -EPERM -EPERM -EPERM -EPERM -EPERM -EPERM",
        "docker-19.03, NICE,    -EPERM -EPERM 0      0:     0      -EPERM",
        "docker-18.06, nothing, -EPERM -EPERM -EPERM -EPERM -EPERM -EPERM",
        "docker-18.06, NICE,    -EPERM -EPERM -EPERM -EPERM -EPERM -EPERM",
        "podman,       nothing, -EPERM -EPERM 0      0:     0      -ENOSYS",
        "podman,       NICE,    -EPERM -EPERM 0      0:     0      -ENOSYS",
        "podman-3.2,   nothing, -EPERM -EPERM -EPERM -EPERM -EPERM -EPERM",
        "podman-3.2,   NICE,    -EPERM -EPERM 0      0:     0      -EPERM"})
    void aContainerRefusesWhatItsRuntimeDoes(String profile, String added, String answers) {
        assertThat(makeAll(process)).isEqualTo("0 0 0 0: 0 0");
        calls.setMempolicy(0, "");
        Capability[] capabilities =
                added.equals("NICE") ? new Capability[] {Capability.CAP_SYS_NICE} : new Capability[0];

        process.enterContainer(SeccompProfile.named(profile), capabilities);

        assertThat(makeAll(process)).isEqualTo(answers.replaceAll(" +", " "));
        assertThat(process.core().credentials().capabilities())
                .isEqualTo(Stream.of(capabilities).mapToLong(Capability::mask).sum());
    }

    @ParameterizedTest
    @EnumSource(SystemCall.class)
    void theFilterComesBeforeTheCallsOwnChecks(SystemCall call) {
        process.seccomp(SeccompFilter.open().refusing(call, Errno.EACCES));
        int nobody = 123_456;
        assertThat(switch (call) {
            case MOVE_PAGES -> calls.movePages(nobody, 1, RawCalls.WILD, RawCalls.NULL, RawCalls.WILD, 999);
            case MIGRATE_PAGES -> calls.migratePages(nobody, -1, RawCalls.WILD, RawCalls.WILD);
            case MBIND -> calls.mbind(1, -1, 999, RawCalls.WILD, -1, 999);
            case GET_MEMPOLICY -> calls.policy(-1, 999);
            case SET_MEMPOLICY -> calls.setMempolicy(999, "77");
            case SET_MEMPOLICY_HOME_NODE ->
                Outcome.name(calls.kernel.setMempolicyHomeNode(calls.frame(), 1, 1, 999, 999));
        }).isEqualTo("-EACCES");
    }

    @Test
    void aCallThatTheKernelDoesNotHaveIsRefusedAllTheSame() {
        SimulatedProcess old = SimulatedMachine.twoNodes().toBuilder().kernel("5.10").build().process();
        assertThat(make(SystemCall.SET_MEMPOLICY_HOME_NODE, old)).isEqualTo("-ENOSYS");
        old.enterContainer(SeccompProfile.DOCKER);
        assertThat(make(SystemCall.SET_MEMPOLICY_HOME_NODE, old)).isEqualTo("-EPERM");
    }

    @Test
    void theLastOfSeveralFiltersAnswers() {
        process.seccomp(SeccompFilter.open().refusing(SystemCall.MBIND, Errno.EPERM));
        process.seccomp(SeccompFilter.open());
        assertThat(make(SystemCall.MBIND, process)).as("none opens what another refuses").isEqualTo("-EPERM");
        process.seccomp(SeccompFilter.open().refusing(SystemCall.MBIND, Errno.ENOSYS));
        assertThat(make(SystemCall.MBIND, process)).isEqualTo("-ENOSYS");
    }

    @Test
    void childrenStandBehindItOthersDoNot() {
        process.enterContainer(SeccompProfile.DOCKER);
        assertThat(make(SystemCall.MOVE_PAGES, process.fork())).isEqualTo("-EPERM");
        assertThat(make(SystemCall.MOVE_PAGES, machine.process())).isEqualTo("0");
        assertThat(new RawCalls(process, process.core().newThread(0)).query(0, 0).result()).isEqualTo("-EPERM");
    }

    @Test
    void itRefusesTheCallerNotTheTarget() {
        process.enterContainer(SeccompProfile.DOCKER);
        MemoryRange memory = process.map(4096);
        process.place(memory, 0);
        assertThat(new RawCalls(machine.process()).query(process.pid(), memory.start()))
                .isEqualTo(new Outcome("0", "0"));
    }

    @Test
    void aPlannedFaultWaitsForACallThatComesThrough() {
        machine.faults().answer(SystemCall.MOVE_PAGES, 1, Errno.EINTR);
        process.seccomp(SeccompFilter.open().refusing(SystemCall.MOVE_PAGES, Errno.EPERM));
        assertThat(make(SystemCall.MOVE_PAGES, process)).isEqualTo("-EPERM");
        assertThat(make(SystemCall.MOVE_PAGES, machine.process())).isEqualTo("-EINTR");
    }

    private static List<String> seccompLines(SimulatedProcess process) throws IOException {
        return new PseudoTree(process.core().mainTask()).read("/proc/self/status").lines()
                .filter(line -> line.startsWith("Seccomp")).toList();
    }

    /** The file says so since 3.8, and how many filters there are since 5.9. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"3.5|-|-", "3.7|-|-", "3.8|Seccomp:\t2|-",
        "5.8|Seccomp:\t2|-", "5.9|Seccomp:\t2|Seccomp_filters:\t2", "7.3|Seccomp:\t2|Seccomp_filters:\t2"})
    void theStatusOfAProcessTells(String kernel, String mode, String count) throws IOException {
        SimulatedProcess one = SimulatedMachine.twoNodes().toBuilder().kernel(kernel).build().process();
        one.enterContainer(SeccompProfile.PODMAN);
        one.seccomp(SeccompFilter.open());
        assertThat(seccompLines(one)).isEqualTo(Stream.of(mode, count).filter(line -> line != null).toList());
    }

    @Test
    void withoutAFilterTheStatusSaysZero() throws IOException {
        assertThat(seccompLines(process)).containsExactly("Seccomp:\t0", "Seccomp_filters:\t0");
    }

    @Test
    void whatCannotBeIsRefusedByName() {
        SimulatedProcess old = SimulatedMachine.twoNodes().toBuilder().kernel("3.4").build().process();
        assertThatThrownBy(() -> old.enterContainer(SeccompProfile.DOCKER)).hasMessageContaining("3.4")
                .hasMessageContaining("3.5");
        assertThat(old.core().credentials()).as("it did not enter").isEqualTo(Credentials.ROOT);
        assertThatThrownBy(() -> SeccompProfile.named("lxc")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"lxc\" is none of docker, docker-24").hasMessageContaining("podman");
    }

    @Test
    void aFilterNamesWhatItRefuses() {
        assertThat(SeccompProfile.PODMAN.filter())
                .hasToString("refuses MOVE_PAGES EPERM, MIGRATE_PAGES EPERM, SET_MEMPOLICY_HOME_NODE ENOSYS");
        assertThat(SeccompFilter.open()).hasToString("refuses nothing");
        assertThat(EnumSet.allOf(SeccompProfile.class))
                .allSatisfy(each -> assertThat(SeccompProfile.named(each.toString())).isSameAs(each));
    }
}
