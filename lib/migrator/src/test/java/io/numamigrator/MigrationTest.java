package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.engine.KernelMigrator;
import io.numamigrator.kernel.CallFrame;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a migration reports is what numa_maps shows, whatever the kernel counted (SEMANTICS 2.4, 2.5). */
class MigrationTest {

    private static final int PID = 42;
    private static final String ON_0 = "7000 default anon=4 dirty=4 N0=4 kernelpagesize_kB=4\n";
    private static final String ON_2 = "7000 default anon=4 dirty=4 N2=4 kernelpagesize_kB=4\n";

    private final MigratingKernel kernel = new MigratingKernel();
    private final NumaProcess process = new KernelMigrator(kernel, true).process(PID);

    /** A kernel that answers one migrate_pages(2) as told, and then shows other maps. */
    private static final class MigratingKernel extends ScriptedKernel {
        long answer;
        String mapsAfter = "";
        boolean capable = true;
        boolean ends;
        long maxNode;
        long[] masks = {};

        MigratingKernel() {
            super(4, 0);
        }

        @Override
        public long migratePages(CallFrame frame, int pid, long maxNode, MemorySegment from, MemorySegment to) {
            if (maxNode == 0) {
                return -Errno.EINVAL.number();
            }
            this.maxNode = maxNode;
            masks = new long[] {
                from.get(ValueLayout.JAVA_LONG, 0), to.get(ValueLayout.JAVA_LONG, 0)
            };
            files.put("/proc/42/numa_maps", mapsAfter);
            if (ends) {
                files.keySet().removeIf(file -> file.startsWith("/proc/42/"));
            }
            return answer;
        }

        @Override
        public long movePages(
                CallFrame frame,
                int pid,
                long count,
                MemorySegment pages,
                MemorySegment nodes,
                MemorySegment status,
                int flags) {
            return capable ? 0 : -Errno.EPERM.number();
        }
    }

    @BeforeEach
    void aProcessOnNode0() {
        kernel.files.put("/proc/self/status", "Mems_allowed_list:\t0-3\n");
        kernel.files.put("/proc/meminfo", "SwapTotal: 64 kB\nSwapFree: 64 kB\n");
        kernel.files.put("/proc/42/status", "");
        kernel.files.put("/proc/42/maps", "");
        kernel.files.put("/proc/42/numa_maps", ON_0);
    }

    private MigrateResult migrate(String from, String to, long answer, String mapsAfter) {
        kernel.answer = answer;
        kernel.mapsAfter = mapsAfter;
        return process.migrate(NodeSet.parse(from), NodeSet.parse(to));
    }

    @Test
    void whatLeftIsComplete() {
        MigrateResult result = migrate("0", "2", 0, ON_2);

        assertThat(result.isComplete()).isTrue();
        assertThat(result.orThrow()).isSameAs(result);
        assertThat(result.bytesBefore()).isEqualTo(Map.of(0, 16384L));
        assertThat(result.bytesAfter()).isEqualTo(Map.of(2, 16384L));
        assertThat(result.stragglers()).isEmpty();
        assertThat(result)
                .hasToString(
                        "migrate_pages(pid 42, 3) = 0, 0 to 2: complete, bytes by node before {0=16384}, after {2=16384}");
    }

    @Test
    void whatIsSwappedOutIsNotComplete() {
        kernel.files.put("/proc/meminfo", "SwapTotal: 64 kB\nSwapFree: 56 kB\n");
        kernel.files.put("/proc/42/smaps",
                "7000-f000 rw-p 00000000 00:00 0\nSize: 32 kB\nRss: 16 kB\nSwap: 8 kB\n");

        MigrateResult result = migrate("0", "2", 0, ON_2);

        assertThat(result.bytesLeft()).isZero();
        assertThat(result.bytesSwapped()).isEqualTo(8192);
        assertThat(result.isComplete()).isFalse();
        assertThatThrownBy(result::orThrow).hasMessageContaining("8192 bytes swapped out");
        assertThat(migrate("0", "0", 0, ON_0).isComplete()).as("no node was to be left").isTrue();
    }

    @Test
    void sharedMemoryThatIsNotMappedIsNotComplete() {
        kernel.files.put("/proc/42/maps",
                """
                        7000-f000 rw-s 00000000 00:01 5      /memfd:pool (deleted)
                        10000-20000 r--p 00000000 08:01 7   /lib/libc.so.6
                        """);
        String after = """
                7000 default file=/memfd:pool\\040(deleted) mapped=3 N2=3 kernelpagesize_kB=4
                10000 default file=/lib/libc.so.6 mapped=1 N2=1 kernelpagesize_kB=4
                """;

        MigrateResult result = migrate("0", "2", 0, after);

        assertThat(result.bytesUnseen()).isEqualTo(5 * 4096);
        assertThat(result.isComplete()).isFalse();
        assertThatThrownBy(result::orThrow).hasMessageContaining("20480 bytes of shared memory");
    }

    @Test
    void theMasksHaveOneBitLessThanMaxnode() {
        migrate("0-1", "2-3", 0, ON_2);

        assertThat(kernel.maxNode).isEqualTo(5);
        assertThat(kernel.masks).containsExactly(0b0011, 0b1100);
    }

    @Test
    void sharedPagesThatTheKernelSkippedWithoutCountingAreFound() {
        kernel.capable = false;
        MigrateResult result = migrate(
                "0", "2", 0, "6000 default file=/lib/x mapped=3 mapmax=9 N0=3 kernelpagesize_kB=4\n" + ON_2);

        assertThat(result.isComplete()).isFalse();
        assertThat(result.bytesLeft()).isEqualTo(12288);
        assertThat(result.stragglers()).singleElement().satisfies(left -> {
            assertThat(left.vma().name()).isEqualTo("/lib/x");
            assertThat(left.bytesByNode()).isEqualTo(Map.of(0, 12288L));
        });
        assertThatThrownBy(result::orThrow)
                .isInstanceOfSatisfying(IncompleteMigrationException.class,
                        e -> assertThat(e.result()).isSameAs(result))
                .hasMessageContaining("12288 bytes left on 0");
    }

    @Test
    void aCountOfMappingsThatMovedIsOverruled() {
        MigrateResult result = migrate("0", "2", 4, ON_2);

        assertThat(result.call().result()).isEqualTo(4);
        assertThat(result.isComplete()).isTrue();
    }

    @Test
    void aCountIsBelievedWhereANodeLosesAndReceives() {
        assertThat(migrate("0-1", "1-2", 4, ON_2).isComplete()).isFalse();
        aProcessOnNode0();
        assertThat(migrate("0-1", "1-2", 0, ON_2).isComplete()).isTrue();
    }

    @Test
    void sharedPagesOnExchangedNodesAreInDoubtWithoutTheCapability() {
        String shared = "6000 default file=/lib/x mapped=3 mapmax=9 N1=3 kernelpagesize_kB=4\n";
        kernel.files.put("/proc/42/numa_maps", shared);
        kernel.capable = false;
        MigrateResult result = migrate("0-1", "1-2", 0, shared);

        assertThat(result.bytesLeft()).isZero();
        assertThat(result.bytesInDoubt()).isEqualTo(12288);
        assertThat(result.isComplete()).isFalse();

        kernel.capable = true;
        assertThat(migrate("0-1", "1-2", 0, shared).isComplete()).isTrue();
    }

    @Test
    void aFullTargetIsAResultWithWhatHappened() {
        MigrateResult result =
                migrate("0", "2", -12, "7000 default anon=4 dirty=4 N0=3 N2=1 kernelpagesize_kB=4\n");

        assertThat(result.call().refused()).isTrue();
        assertThat(result.isComplete()).isFalse();
        assertThat(result.bytesAfter()).isEqualTo(Map.of(0, 12288L, 2, 4096L));
        assertThatThrownBy(result::orThrow).hasMessageContaining("-1 ENOMEM").hasMessageContaining("12288 bytes left");
    }

    @Test
    void aRefusalBeforeTheFirstPageIsAnException() {
        assertThatThrownBy(() -> migrate("0", "2", -1, ON_0))
                .isInstanceOfSatisfying(NumaException.class, e -> {
                    assertThat(e.call()).isEqualTo("migrate_pages");
                    assertThat(e.errno()).isEqualTo(Errno.EPERM);
                });
    }

    @Test
    void whatCannotBeSeenIsNotClaimed() {
        kernel.files.remove("/proc/42/numa_maps");
        kernel.files.remove("/proc/42/maps");
        MigrateResult result = migrate("0", "2", 0, ON_2);

        assertThat(result.isVerified()).isFalse();
        assertThat(result.isComplete()).isFalse();
        assertThat(result.unverifiedBecause().orElseThrow()).contains("ENOSYS");
        assertThatThrownBy(result::orThrow).hasMessageContaining("unverified");
    }

    @Test
    void aProcessThatEndedIsNotComplete() {
        assertThat(migrate("0", "2", 0, "").unverifiedBecause()).contains("the process ended");

        aProcessOnNode0();
        kernel.ends = true;
        assertThat(migrate("0", "2", 0, "").unverifiedBecause().orElseThrow()).contains("ESRCH");
    }

    @Test
    void targetsThatTheCallerMayNotUseDoNotCount() {
        kernel.files.put("/proc/self/status", "Mems_allowed_list:\t0,2\n");

        MigrateResult result = migrate("0-1", "1-2", 0, ON_2);
        assertThat(result.isComplete()).isTrue();
        assertThat(migrate("0-1", "1-2", 0, "7000 default anon=4 dirty=4 N1=4 kernelpagesize_kB=4\n").bytesLeft())
                .isEqualTo(16384);
    }
}
