package io.numamigrator.sim.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fixture.RawCalls;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** SEMANTICS 7.2: what the Linux Test Project asks of migrate_pages(2), on nodes 0 (A) and 1 (B). */
class LtpMigratePagesTest {

    private static final int PAGE = 4096;
    private static final int NOBODY = 65534;

    private final SimulatedMachine machine = SimulatedMachine.twoNodes();
    private final SimulatedProcess process = machine.process();

    private static MemoryRange on(SimulatedProcess owner, int node) {
        MemoryRange memory = owner.map(PAGE);
        owner.place(memory, node);
        return memory;
    }

    private MemoryRange shared() {
        MemoryRange memory = process.mapShared(PAGE);
        process.place(memory, 0);
        return memory;
    }

    private String where(SimulatedProcess owner, MemoryRange... memory) {
        long[] pages = new long[memory.length];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = memory[i].start();
        }
        return new RawCalls(machine.spawn()).query(owner.pid(), pages).statuses();
    }

    private static String migrate(SimulatedProcess caller, int pid, String from, String to) {
        return new RawCalls(caller).migratePages(pid, from, to);
    }

    @Test
    @DisplayName("7.2/01 sane: from a node to itself is 0")
    void sane() {
        assertThat(migrate(process, 0, "0", "0")).isEqualTo("0");
    }

    @Test
    @DisplayName("7.2/01 pid: -1 and an unused one are ESRCH")
    void pid() {
        assertThat(migrate(process, -1, "0", "0")).isEqualTo("-ESRCH");
        assertThat(migrate(process, 123_456, "0", "0")).isEqualTo("-ESRCH");
    }

    @Test
    @DisplayName("7.2/01 size: a maxnode of -1 is EINVAL")
    void size() {
        assertThat(new RawCalls(process).migratePages(0, -1, RawCalls.mask("0"), RawCalls.mask("0")))
                .isEqualTo("-EINVAL");
    }

    @Test
    @DisplayName("7.2/01 memory: a mask that cannot be read is EFAULT, the old one and the new one")
    void memory() {
        RawCalls calls = new RawCalls(process);
        assertThat(calls.migratePages(0, 1025, RawCalls.WILD, RawCalls.mask("0"))).isEqualTo("-EFAULT");
        assertThat(calls.migratePages(0, 1025, RawCalls.mask("0"), RawCalls.WILD)).isEqualTo("-EFAULT");
    }

    @Test
    @DisplayName("7.2/01 nodes: one that is not allowed is EINVAL, for root too")
    void nodes() {
        assertThat(migrate(process, 0, "0", "2")).isEqualTo("-EINVAL");
    }

    @Test
    @DisplayName("7.2/01 perm: nobody on root's process is EPERM")
    void permission() {
        SimulatedProcess nobody = machine.spawn();
        nobody.become(NOBODY);
        assertThat(migrate(nobody, process.pid(), "0", "1")).isEqualTo("-EPERM");
    }

    @Test
    @DisplayName("7.2/02.1 with CAP_SYS_NICE own and shared pages go to B and back, from a child too")
    void privileged() {
        MemoryRange own = on(process, 0);
        MemoryRange both = shared();
        SimulatedProcess child = process.fork();
        child.touch(own);
        child.touch(both);
        assertThat(migrate(child, 0, "0", "1")).isEqualTo("0");
        assertThat(where(child, own, both)).isEqualTo("1 1");
        assertThat(where(process, own, both)).isEqualTo("0 1");
        assertThat(migrate(process, 0, "1", "0")).isEqualTo("0");
        assertThat(where(process, own, both)).isEqualTo("0 0");
    }

    @Test
    @DisplayName("7.2/02.2 nobody's own page moves, the shared one stays")
    void unprivileged() {
        MemoryRange both = shared();
        SimulatedProcess child = process.fork();
        child.touch(both);
        MemoryRange own = on(child, 0);
        child.become(NOBODY);
        assertThat(migrate(child, 0, "0", "1")).isEqualTo("0");
        assertThat(where(child, own, both)).isEqualTo("1 0");
    }

    @Test
    @DisplayName("7.2/02.3, 7.2/02.4 one child migrates the other, with privilege and as the same user")
    void anotherProcess() {
        for (boolean privileged : new boolean[] {true, false}) {
            SimulatedProcess first = process.fork();
            MemoryRange own = on(first, 0);
            first.become(NOBODY);
            first.dumpable(true);
            SimulatedProcess second = process.fork();
            if (!privileged) {
                second.become(NOBODY);
            }
            assertThat(migrate(second, first.pid(), "0", "1")).isEqualTo("0");
            assertThat(where(first, own)).isEqualTo("1");
        }
    }

    @Test
    @DisplayName("7.2/03 merged pages back and forth as nobody, 600 times: never negative")
    void mergedPages() {
        MemoryRange memory = process.map(20 * PAGE);
        process.place(memory, 0);
        process.merge(memory);
        process.become(NOBODY);
        for (int i = 0; i < 600; i++) {
            boolean there = i % 2 == 0;
            assertThat(migrate(process, 0, there ? "0" : "1", there ? "1" : "0")).doesNotStartWith("-");
        }
    }
}
