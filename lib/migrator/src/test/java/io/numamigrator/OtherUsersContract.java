package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.engine.KernelMigrator;
import org.junit.jupiter.api.Test;

/** Who may look into whose process: the ptrace read check with real credentials, 4.13 and later (SEMANTICS 1.2). */
interface OtherUsersContract extends OnSeveralNodes {

    int CAP_SYS_PTRACE = 19;
    int CAP_SYS_NICE = 23;

    /** Check whether the caller may ask for, and move, the pages of the target. */
    private void expect(LabProcess caller, LabProcess target, boolean allowed) {
        long page = target.on(a(), 1).start();
        Answer denied = Answer.failed(Errno.EPERM, UNWRITTEN);
        assertThat(Batch.query(caller.kernel(), target.pid(), page)).isEqualTo(allowed ? Answer.of(0, a()) : denied);
        assertThat(Batch.of(page, b()).submit(caller.kernel(), target.pid()))
                .isEqualTo(allowed ? Answer.of(0, b()) : denied);
    }

    private void expect(int[] callerIds, int[] targetIds, boolean dumpable, boolean allowed) {
        try (LabProcess caller = lab().process();
                LabProcess target = lab().process()) {
            caller.become(callerIds[0], callerIds[1], callerIds[2]);
            target.become(targetIds[0], targetIds[1], targetIds[2]);
            target.setDumpable(dumpable);
            expect(caller, target, allowed);
        }
    }

    private static int[] user(int real, int effective, int saved) {
        return new int[] {real, effective, saved};
    }

    @Test
    default void aUserMayLookIntoADumpableProcessOfTheirOwn() {
        expect(user(1000, 1000, 1000), user(1000, 1000, 1000), true, true);
    }

    @Test
    default void aUserMayNotLookIntoAProcessThatIsNotDumpable() {
        expect(user(1000, 1000, 1000), user(1000, 1000, 1000), false, false);
    }

    @Test
    default void aUserMayNotLookIntoAnothersProcess() {
        expect(user(1000, 1000, 1000), user(1001, 1001, 1001), true, false);
    }

    @Test
    default void oneForeignIdOfTheTargetIsEnoughToRefuse() {
        expect(user(1000, 1000, 1000), user(1000, 1000, 1001), true, false);
    }

    @Test
    default void effectiveCapabilitiesOpenEveryProcess() {
        expect(user(1000, 0, 0), user(1001, 1001, 1001), true, true);
    }

    @Test
    default void theRealUserDecidesNotTheEffectiveOne() {
        expect(user(0, 1000, 1000), user(1000, 1000, 1000), true, false);
    }

    @Test
    default void everyProcessMayLookIntoItself() {
        try (LabProcess self = lab().process()) {
            self.become(1000, 1000, 1000);
            self.setDumpable(false);
            expect(self, self, true);
        }
    }

    @Test
    default void theCapabilityToTraceIsEnoughAndTheOneForNicenessIsNot() {
        try (LabProcess tracer = lab().process();
                LabProcess nice = lab().process();
                LabProcess target = lab().process()) {
            tracer.becomeUserWith(CAP_SYS_PTRACE);
            nice.becomeUserWith(CAP_SYS_NICE);
            target.become(1001, 1001, 1001);

            expect(nice, target, false);
            expect(tracer, target, true);
            assertThat(Batch.of(target.on(a(), 1).start(), b()).withShared().submit(tracer.kernel(), target.pid()))
                    .as("shared pages need the other capability")
                    .isEqualTo(Answer.failed(Errno.EPERM, UNWRITTEN));
        }
    }

    @Test
    default void theLibraryThrowsWhatStoppedIt() {
        try (LabProcess caller = lab().process();
                LabProcess target = lab().process()) {
            caller.become(1000, 1000, 1000);
            MemoryRange page = target.on(a(), 1);
            NumaMigrator numa = new KernelMigrator(caller.kernel(), false);

            assertThatThrownBy(() -> numa.process(target.pid()).move(page, b()))
                    .isInstanceOfSatisfying(NumaException.class,
                            refusal -> assertThat(refusal.errno()).isEqualTo(Errno.EPERM));
            assertThat(target.places(page.start())).containsExactly(a());
        }
    }
}
