package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS 2.2 on the running kernel: who may migrate whom, and what the refusals are. */
class LinuxMigrateErrnoTest {

    private static final NodeSet IMPOSSIBLE = NodeSet.of(1000);

    private static NodeSet allowed(NumaMigrator numa) {
        return numa.topology().allowed();
    }

    private static void assertRefused(ThrowingCallable call, Errno errno) {
        assertThatThrownBy(call).isInstanceOfSatisfying(NumaException.class, refusal -> {
            assertThat(refusal.call()).isEqualTo("migrate_pages");
            assertThat(refusal.errno()).isEqualTo(errno);
        });
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void aProcessOfTheOwnUserIsMigratedAndLookedAt(Route route) throws IOException {
        try (NumaMigrator numa = Roads.migrator(route);
                OtherProcess other = OtherProcess.own()) {
            NodeSet here = allowed(numa);
            MigrateResult result = numa.process(other.pid()).migrate(here, here).orThrow();

            assertThat(result.call().result()).isZero();
            assertThat(result.bytesAfter().keySet()).isSubsetOf(here);
            assertThat(result.bytesAfter().values()).allMatch(bytes -> bytes > 0);
            assertThat(result.bytesBefore()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void aProcessThatIsNotThereIsEsrch(Route route) {
        try (NumaMigrator numa = Roads.migrator(route)) {
            NodeSet here = allowed(numa);
            assertRefused(() -> numa.process(-1).migrate(here, here), Errno.ESRCH);
            assertRefused(() -> numa.process(Integer.MAX_VALUE).migrate(here, here), Errno.ESRCH);
            assertRefused(() -> numa.process(Integer.MAX_VALUE).migrate(here, NodeSet.empty()), Errno.ESRCH);
        }
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void withoutATargetThatHasMemoryItIsEinvalForThePrivileged(Route route) throws IOException {
        Privileges.requireRoot();
        try (NumaMigrator numa = Roads.migrator(route)) {
            NodeSet here = allowed(numa);
            assertRefused(() -> numa.self().migrate(here, NodeSet.empty()), Errno.EINVAL);
            assertRefused(() -> numa.self().migrate(here, IMPOSSIBLE), Errno.EINVAL);
            assertThat(numa.self().migrate(NodeSet.empty(), here.plus(IMPOSSIBLE)).isComplete()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void aTargetOutsideTheCpusetIsEpermForTheUnprivileged(Route route) throws Exception {
        try (NumaMigrator numa = Roads.migrator(route)) {
            NodeSet here = allowed(numa);
            Privileges.withoutCapabilities(() -> {
                assertRefused(() -> numa.self().migrate(here, IMPOSSIBLE), Errno.EPERM);
                assertRefused(() -> numa.self().migrate(here, here.plus(IMPOSSIBLE)), Errno.EPERM);
                return numa.self().migrate(here, here).orThrow();
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void aMaskWiderThanTheKernelKnowsIsEinvalBeforeThePidIsLookedUp(Route route) {
        try (NumaMigrator numa = Roads.migrator(route)) {
            NodeSet beyond = NodeSet.of(NodeSet.MAX_NODE);
            assertRefused(() -> numa.process(Integer.MAX_VALUE).migrate(beyond, NodeSet.of(0)), Errno.EINVAL);
            assertRefused(() -> numa.process(Integer.MAX_VALUE).migrate(NodeSet.of(0), beyond), Errno.EINVAL);
        }
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void anotherUsersProcessIsEpermForTheUnprivileged(Route route) throws Exception {
        Privileges.requireRoot();
        try (NumaMigrator numa = Roads.migrator(route);
                OtherProcess nobody = OtherProcess.ofNobody()) {
            NodeSet here = allowed(numa);
            NumaProcess process = numa.process(nobody.pid());
            assertThat(process.migrate(here, here).isComplete()).isTrue();
            Privileges.withoutCapabilities(() -> {
                assertRefused(() -> process.migrate(here, here), Errno.EPERM);
                assertRefused(() -> process.migrate(here, NodeSet.empty()), Errno.EPERM);
                return true;
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void theSameUsersProcessIsReachedWithoutPrivilegeUnlessItHasMore(Route route) throws Exception {
        Privileges.requireRoot();
        try (NumaMigrator numa = Roads.migrator(route);
                OtherProcess equal = OtherProcess.ownWithoutCapabilities();
                OtherProcess mightier = OtherProcess.own()) {
            NodeSet here = allowed(numa);
            Privileges.withoutCapabilities(() -> {
                assertThat(numa.process(equal.pid()).migrate(here, here).isComplete()).isTrue();
                assertRefused(() -> numa.process(mightier.pid()).migrate(here, here), Errno.EPERM);
                return true;
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void aZombieHasNoMemory(Route route) throws IOException {
        try (NumaMigrator numa = Roads.migrator(route);
                OtherProcess parent = OtherProcess.withZombie()) {
            NodeSet here = allowed(numa);
            int zombie = parent.zombie();
            assertRefused(() -> numa.process(zombie).migrate(here, here), Errno.EINVAL);
            assertThat(numa.process(zombie).maps()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void aKernelThreadHasNoMemory(Route route) throws Exception {
        Privileges.requireRoot();
        Path comm = Path.of("/proc/2/comm");
        Assumptions.assumeTrue(
                Files.exists(comm) && Files.readString(comm).strip().equals("kthreadd"),
                "this pid namespace shows no kernel thread");
        try (NumaMigrator numa = Roads.migrator(route)) {
            NodeSet here = allowed(numa);
            assertRefused(() -> numa.process(2).migrate(here, here), Errno.EINVAL);
            assertThat(numa.process(2).maps()).isEmpty();
            Privileges.withoutCapabilities(() -> {
                assertRefused(() -> numa.process(2).migrate(here, here), Errno.EPERM);
                return true;
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void theCapabilityIsAskedOfTheKernelItself(Route route) throws Exception {
        Privileges.requireRoot();
        Kernel kernel = Roads.kernel(route);
        assertThat(Migration.mayMoveShared(kernel, new CallFrame())).isTrue();
        boolean may = Privileges.withoutCapabilities(() -> Migration.mayMoveShared(kernel, new CallFrame()));
        assertThat(may).isFalse();
    }
}
