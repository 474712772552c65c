package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.engine.Migration;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Who may migrate whom, and what the refusals are: SEMANTICS 2.2. */
interface MigrateErrnoContract extends InSurroundings {

    private static NodeSet allowed(NumaMigrator numa) {
        return numa.topology().allowed();
    }

    private static void assertRefused(ThrowingCallable call, Errno errno) {
        assertThatThrownBy(call).isInstanceOfSatisfying(NumaException.class, refusal -> {
            assertThat(refusal.call()).isEqualTo("migrate_pages");
            assertThat(refusal.errno()).isEqualTo(errno);
        });
    }

    @Test
    default void aProcessOfTheOwnUserIsMigratedAndLookedAt() throws IOException {
        try (NumaMigrator numa = around().numa();
                Bystander other = around().own()) {
            NodeSet here = allowed(numa);
            MigrateResult result = numa.process(other.pid()).migrate(here, here).orThrow();

            assertThat(result.call().result()).isZero();
            assertThat(result.bytesAfter().keySet()).isSubsetOf(here);
            assertThat(result.bytesAfter().values()).allMatch(bytes -> bytes > 0);
            assertThat(result.bytesBefore()).isNotEmpty();
        }
    }

    @Test
    default void aProcessThatIsNotThereIsEsrch() {
        try (NumaMigrator numa = around().numa()) {
            NodeSet here = allowed(numa);
            assertThatThrownBy(() -> numa.process(-1)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("pid -1 is negative; 0 is this process");
            assertRefused(() -> numa.process(Integer.MAX_VALUE).migrate(here, here), Errno.ESRCH);
            assertRefused(() -> numa.process(Integer.MAX_VALUE).migrate(here, NodeSet.empty()), Errno.ESRCH);
        }
    }

    @Test
    default void withoutATargetThatHasMemoryItIsEinvalForThePrivileged() throws IOException {
        around().requireRoot();
        try (NumaMigrator numa = around().numa()) {
            NodeSet here = allowed(numa);
            assertRefused(() -> numa.self().migrate(here, NodeSet.empty()), Errno.EINVAL);
            assertRefused(() -> numa.self().migrate(here, NodeSet.of(impossible())), Errno.EINVAL);
            assertThat(numa.self().migrate(NodeSet.empty(), here.plus(NodeSet.of(impossible()))).isComplete()).isTrue();
        }
    }

    @Test
    default void aTargetOutsideTheCpusetIsEpermForTheUnprivileged() throws Exception {
        try (NumaMigrator numa = around().numa()) {
            NodeSet here = allowed(numa);
            around().withoutCapabilities(() -> {
                assertRefused(() -> numa.self().migrate(here, NodeSet.of(impossible())), Errno.EPERM);
                assertRefused(() -> numa.self().migrate(here, here.plus(NodeSet.of(impossible()))), Errno.EPERM);
                return numa.self().migrate(here, here).orThrow();
            });
        }
    }

    @Test
    default void aMaskWiderThanTheKernelKnowsIsEinvalBeforeThePidIsLookedUp() {
        try (NumaMigrator numa = around().numa()) {
            NodeSet beyond = NodeSet.of(NodeSet.MAX_NODE);
            assertRefused(() -> numa.process(Integer.MAX_VALUE).migrate(beyond, NodeSet.of(0)), Errno.EINVAL);
            assertRefused(() -> numa.process(Integer.MAX_VALUE).migrate(NodeSet.of(0), beyond), Errno.EINVAL);
        }
    }

    @Test
    default void anotherUsersProcessIsEpermForTheUnprivileged() throws Exception {
        around().requireRoot();
        try (NumaMigrator numa = around().numa();
                Bystander nobody = around().ofNobody()) {
            NodeSet here = allowed(numa);
            NumaProcess process = numa.process(nobody.pid());
            assertThat(process.migrate(here, here).isComplete()).isTrue();
            around().withoutCapabilities(() -> {
                assertRefused(() -> process.migrate(here, here), Errno.EPERM);
                assertRefused(() -> process.migrate(here, NodeSet.empty()), Errno.EPERM);
                return true;
            });
        }
    }

    @Test
    default void theSameUsersProcessIsReachedWithoutPrivilegeUnlessItHasMore() throws Exception {
        around().requireRoot();
        try (NumaMigrator numa = around().numa();
                Bystander equal = around().ownWithoutCapabilities();
                Bystander mightier = around().own()) {
            NodeSet here = allowed(numa);
            around().withoutCapabilities(() -> {
                assertThat(numa.process(equal.pid()).migrate(here, here).isComplete()).isTrue();
                assertRefused(() -> numa.process(mightier.pid()).migrate(here, here), Errno.EPERM);
                return true;
            });
        }
    }

    @Test
    default void aZombieHasNoMemory() throws IOException {
        try (NumaMigrator numa = around().numa();
                Bystander parent = around().withZombie()) {
            NodeSet here = allowed(numa);
            int zombie = parent.zombie();
            assertRefused(() -> numa.process(zombie).migrate(here, here), Errno.EINVAL);
            assertThat(numa.process(zombie).maps()).isEmpty();
        }
    }

    @Test
    default void aKernelThreadHasNoMemory() throws Exception {
        around().requireRoot();
        Assumptions.assumeTrue(
                kernel().list("/proc").contains("2") && kernel().read("/proc/2/comm").strip().equals("kthreadd"),
                "this pid namespace shows no kernel thread");
        try (NumaMigrator numa = around().numa()) {
            NodeSet here = allowed(numa);
            assertRefused(() -> numa.process(2).migrate(here, here), Errno.EINVAL);
            assertThat(numa.process(2).maps()).isEmpty();
            around().withoutCapabilities(() -> {
                assertRefused(() -> numa.process(2).migrate(here, here), Errno.EPERM);
                return true;
            });
        }
    }

    @Test
    default void theCapabilityIsAskedOfTheKernelItself() throws Exception {
        around().requireRoot();
        Kernel kernel = kernel();
        assertThat(Migration.mayMoveShared(kernel, new CallFrame())).isTrue();
        boolean may = around().withoutCapabilities(() -> Migration.mayMoveShared(kernel, new CallFrame()));
        assertThat(may).isFalse();
    }
}
