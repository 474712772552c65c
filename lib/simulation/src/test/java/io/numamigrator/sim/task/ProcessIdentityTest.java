package io.numamigrator.sim.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.numamigrator.Errno;
import io.numamigrator.MemoryRange;
import io.numamigrator.NumaException;
import io.numamigrator.NumaProcess;
import io.numamigrator.ProcessIdentity;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import org.junit.jupiter.api.Test;

/** Who a simulated process is: number and start stay through exec, another process has another start. */
class ProcessIdentityTest {

    private final SimulatedMachine machine = SimulatedMachine.twoNodes();
    private final SimulatedProcess other = machine.spawn();

    private ProcessIdentity identity(int pid) {
        return machine.migrator().process(pid).identity();
    }

    @Test
    void aProcessIsItselfInEveryLook() {
        ProcessIdentity self = machine.migrator().self().identity();
        assertThat(self).isEqualTo(identity(machine.process().pid()));
        assertThat(self.pid()).isEqualTo(machine.process().pid());
        assertThat(self.executable()).contains("/usr/bin/java");
        assertThat(self.image()).isPresent();
        assertThat(self.bootId().orElseThrow()).hasSize(36)
                .isEqualTo(SimulatedMachine.twoNodes().migrator().self().identity().bootId().orElseThrow());
        assertThat(identity(other.pid()).startTicks()).isGreaterThan(self.startTicks());
    }

    @Test
    void execKeepsNumberAndStartAndLeavesNoMemory() {
        ProcessIdentity before = identity(other.pid());
        MemoryRange memory = other.map(64 << 10);
        other.touch(memory);
        long free = machine.freeBytes(0);
        other.exec("/usr/bin/other");
        ProcessIdentity after = identity(other.pid());
        assertThat(after.startTicks()).isEqualTo(before.startTicks());
        assertThat(after.executable()).contains("/usr/bin/other");
        assertThat(after.image()).isNotEqualTo(before.image());
        assertThat(machine.freeBytes(0)).isEqualTo(free + (64 << 10));
        assertThat(machine.migrator().process(other.pid()).locate(memory).present()).isZero();
        other.exec("/usr/bin/other");
        assertThat(identity(other.pid()).image()).isNotEqualTo(after.image());
    }

    @Test
    void aForkedChildRunsTheSameProgramAndStartedLater() {
        SimulatedProcess child = other.fork();
        assertThat(identity(child.pid()).image()).isEqualTo(identity(other.pid()).image());
        assertThat(identity(child.pid()).startTicks()).isGreaterThan(identity(other.pid()).startTicks());
    }

    @Test
    void aReusedNumberIsAnotherStart() {
        int pid = other.pid();
        NumaProcess view = machine.migrator().process(pid);
        ProcessIdentity before = view.identity();
        assertThatIllegalArgumentException().isThrownBy(() -> machine.spawn(pid)).withMessageContaining("in use");
        other.exit();
        assertThatExceptionOfType(NumaException.class).isThrownBy(() -> identity(pid))
                .withMessageContaining("only waits to be reaped").matches(e -> e.errno() == Errno.ESRCH);
        other.reap();
        assertThatExceptionOfType(NumaException.class).isThrownBy(() -> identity(pid))
                .matches(e -> e.errno() == Errno.ESRCH);
        SimulatedProcess reused = machine.spawn(pid);
        assertThat(reused.pid()).isEqualTo(pid);
        assertThat(identity(pid).startTicks()).isGreaterThan(before.startTicks());
        assertThatExceptionOfType(NumaException.class).isThrownBy(view::identity)
                .withMessageContaining("another one has its number now");
        assertThat(machine.spawn().pid()).isGreaterThan(pid);
    }

    @Test
    void whoMayNotLookInSeesNumberAndStartAlone() {
        SimulatedProcess user = machine.spawn();
        user.become(1000);
        ProcessIdentity seen = user.migrator().process(other.pid()).identity();
        assertThat(seen.startTicks()).isEqualTo(identity(other.pid()).startTicks());
        assertThat(seen.executable()).isEmpty();
        assertThat(seen.image()).isEmpty();
    }
}
