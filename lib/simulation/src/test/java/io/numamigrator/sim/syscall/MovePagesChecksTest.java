package io.numamigrator.sim.syscall;

import static io.numamigrator.sim.fixture.RawCalls.NULL;
import static io.numamigrator.sim.fixture.RawCalls.WILD;
import static io.numamigrator.sim.fixture.RawCalls.filled;
import static io.numamigrator.sim.fixture.RawCalls.ints;
import static io.numamigrator.sim.fixture.RawCalls.longs;
import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.Capability;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fixture.Outcome;
import io.numamigrator.sim.fixture.PageKinds;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.task.Cpuset;
import io.numamigrator.sim.task.Process;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 1.1: the checks made once per call, in their order. */
class MovePagesChecksTest {

    private static final int NOBODY = 4242;
    private static final int STRICT = 1;
    private static final int MOVE = MovePages.MOVE;
    private static final int MOVE_ALL = MovePages.MOVE_ALL;

    private SimulatedMachine machine;
    private SimulatedProcess process;

    @BeforeEach
    void boot() {
        boot("6.12");
    }

    private void boot(String kernel) {
        machine = SimulatedMachine.twoNodes().toBuilder().kernel(kernel).build();
        process = machine.process();
    }

    private String call(int pid, long count, int flags) {
        return new RawCalls(process).movePages(pid, count, WILD, WILD, WILD, flags);
    }

    @Test
    @DisplayName("1.1/1 a flag besides MOVE and MOVE_ALL is EINVAL before everything else")
    void unknownFlags() {
        assertThat(call(NOBODY, 1, STRICT)).isEqualTo("-EINVAL");
        assertThat(call(0, 0, 8)).isEqualTo("-EINVAL");
        assertThat(call(0, 0, MOVE | MOVE_ALL | 1 << 30)).isEqualTo("-EINVAL");
    }

    @Test
    @DisplayName("1.1/2 MOVE_ALL without CAP_SYS_NICE is EPERM: for a query, for no pages, for a pid that does not exist")
    void moveAllNeedsACapability() {
        process.capabilities(Capability.CAP_SYS_PTRACE);

        assertThat(call(0, 0, MOVE_ALL)).isEqualTo("-EPERM");
        assertThat(call(NOBODY, 0, MOVE_ALL)).isEqualTo("-EPERM");
        assertThat(new RawCalls(process).movePages(0, 1, WILD, NULL, WILD, MOVE_ALL)).isEqualTo("-EPERM");
        process.capabilities(Capability.CAP_SYS_NICE);
        assertThat(call(0, 0, MOVE_ALL)).isEqualTo("0");
    }

    @Test
    @DisplayName("1.1/3 pid 0 is the caller")
    void pidZeroIsTheCaller() {
        long page = new PageKinds(process).address("g", 1);

        assertThat(new RawCalls(process).query(0, page)).isEqualTo(new Outcome("0", "1"));
        assertThat(new RawCalls(process).query(process.pid(), page)).isEqualTo(new Outcome("0", "1"));
    }

    @Test
    @DisplayName("1.1/4 an unknown or negative pid is ESRCH; a thread's id is as good as its process's")
    void unknownPids() {
        assertThat(call(NOBODY, 0, MOVE)).isEqualTo("-ESRCH");
        assertThat(call(-1, 0, MOVE)).isEqualTo("-ESRCH");
        assertThat(call(Integer.MIN_VALUE, 5, MOVE)).isEqualTo("-ESRCH");
        int thread = Core.of(process).newThread(1).tid;
        long page = new PageKinds(process).address("g", 1);
        assertThat(new RawCalls(machine.spawn()).query(thread, page)).isEqualTo(new Outcome("0", "1"));
    }

    @Test
    @DisplayName("1.1/5 before 1.1/8: no access to a kernel thread is EPERM")
    void accessComesBeforeMemory() {
        Process kernelThread = Core.processes(machine).spawnKernelThread();
        process.become(1000);

        assertThat(call(kernelThread.pid(), 0, MOVE)).isEqualTo("-EPERM");
    }

    @ParameterizedTest(name = "1.1 order detail: on {0} the memory of a kernel thread is looked for before permission")
    @ValueSource(strings = {"2.6.18", "2.6.29", "3.1"})
    void memoryCameBeforeAccess(String kernel) {
        boot(kernel);
        Process kernelThread = Core.processes(machine).spawnKernelThread();
        process.become(1000);

        assertThat(call(kernelThread.pid(), 0, MOVE)).isEqualTo("-EINVAL");
    }

    @Test
    @DisplayName("1.1/7 the cpuset of the target is sampled when the call begins")
    void theTargetsCpusetDecides() {
        SimulatedProcess confined = machine.spawn();
        Core.of(confined).mainTask().enter(new Cpuset("/a", Cpuset.Version.V2, Core.processes(machine).rootCpuset(),
                NodeSet.of(0)));
        long page = new PageKinds(confined).address("g", 0);

        assertThat(new RawCalls(process).movePages(confined.pid(), new long[] {page}, new int[] {1}, MOVE))
                .isEqualTo(new Outcome("-EACCES", "·"));
    }

    @Test
    @DisplayName("1.1/8 a kernel thread and a zombie are EINVAL, a reaped process is ESRCH")
    void withoutMemory() {
        Process kernelThread = Core.processes(machine).spawnKernelThread();
        SimulatedProcess child = process.fork();

        assertThat(call(kernelThread.pid(), 0, MOVE)).isEqualTo("-EINVAL");
        child.exit();
        assertThat(call(child.pid(), 0, MOVE)).isEqualTo("-EINVAL");
        child.reap();
        assertThat(call(child.pid(), 0, MOVE)).isEqualTo("-ESRCH");
    }

    @Test
    @DisplayName("1.1 count 0 is 0 and touches no array, but is no shortcut past the checks")
    void noPages() {
        assertThat(call(0, 0, MOVE)).isEqualTo("0");
        assertThat(call(0, 0, 0)).isEqualTo("0");
        assertThat(call(NOBODY, 0, 0)).isEqualTo("-ESRCH");
    }

    @Test
    @DisplayName("1.1 E2BIG from floor(ULONG_MAX/24)-1 entries on, ENOMEM below, on 2.6.18 to 2.6.28")
    void tooManyEntries() {
        long limit = Long.divideUnsigned(-1L, 24) - 1;
        boot("2.6.28");
        assertThat(call(0, -1, MOVE)).isEqualTo("-E2BIG");
        assertThat(call(0, limit, MOVE)).isEqualTo("-E2BIG");
        assertThat(call(0, limit - 1, MOVE)).isEqualTo("-ENOMEM");
        boot("2.6.29");
        assertThat(call(0, -1, MOVE)).isEqualTo("-EFAULT");
    }

    @Test
    @DisplayName("1.1 E2BIG holds for queries up to 2.6.27")
    void tooManyQueries() {
        RawCalls[] call = new RawCalls[1];
        boot("2.6.27");
        call[0] = new RawCalls(process);
        assertThat(call[0].movePages(0, -1, WILD, NULL, WILD, 0)).isEqualTo("-E2BIG");
        boot("2.6.28");
        call[0] = new RawCalls(process);
        assertThat(call[0].movePages(0, -1, WILD, NULL, WILD, 0)).isEqualTo("-EFAULT");
    }

    @Test
    @DisplayName("0.3 hasMovePages: ENOSYS before 2.6.18")
    void noSuchCall() {
        boot("2.6.16");
        assertThat(call(0, 0, MOVE)).isEqualTo("-ENOSYS");
    }

    @Test
    @DisplayName("1.1 wild arrays are EFAULT")
    void wildArrays() {
        long page = new PageKinds(process).address("g", 0);
        RawCalls calls = new RawCalls(process);

        assertThat(calls.movePages(0, 1, WILD, ints(1), ints(filled(1)), MOVE)).isEqualTo("-EFAULT");
        assertThat(calls.movePages(0, 1, longs(page), WILD, ints(filled(1)), MOVE)).isEqualTo("-EFAULT");
        assertThat(calls.movePages(0, 1, NULL, ints(1), ints(filled(1)), MOVE)).isEqualTo("-EFAULT");
        assertThat(calls.movePages(0, 1, longs(page), NULL, WILD, MOVE)).isEqualTo("-EFAULT");
    }
}
