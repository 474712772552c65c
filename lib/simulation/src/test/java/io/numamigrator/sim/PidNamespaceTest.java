package io.numamigrator.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.Errno;
import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaException;
import io.numamigrator.NumaMigrator;
import org.junit.jupiter.api.Test;

/** Processes that another pid namespace numbers otherwise: what a system call and a /proc of above say of one number. */
class PidNamespaceTest {

    private final SimulatedMachine machine = SimulatedMachine.fourNodes();
    private final SimulatedProcess first = machine.process().forkIntoPidNamespace();
    private final SimulatedProcess child = first.fork();
    private final MemoryRange memory = child.map(1 << 20);
    private final NumaMigrator numa = first.migrator();

    PidNamespaceTest() {
        child.place(memory, 2);
    }

    @Test
    void aProcessHasANumberInEachNamespace() {
        assertThat(first.ownPid()).isEqualTo(1);
        assertThat(child.ownPid()).isEqualTo(2);
        assertThat(child.pid()).isEqualTo(first.pid() + 1);
        assertThat(machine.process().ownPid()).isEqualTo(machine.process().pid());
    }

    @Test
    void aSystemCallNumbersAsTheCallersNamespaceDoes() {
        assertThat(numa.process(2).locate(memory).bytesByNode()).containsOnlyKeys(2);
        assertThat(numa.process(2).move(memory, 1).isComplete()).isTrue();
        assertThat(machine.migrator().process(child.pid()).locate(memory).bytesByNode()).containsOnlyKeys(1);
        assertThatThrownBy(() -> numa.process(child.pid()).locate(memory)).isInstanceOfSatisfying(NumaException.class,
                outside -> assertThat(outside.errno()).isEqualTo(Errno.ESRCH));
    }

    @Test
    void theProcOfAboveIsNotBelievedOfOthers() {
        for (Runnable question : new Runnable[] {() -> numa.process(2).maps(),
            () -> numa.process(2).migrate(NodeSet.of(2), NodeSet.of(1))}) {
            assertThatThrownBy(question::run).isInstanceOf(NumaException.class)
                    .hasMessageContaining(
                            "that of a pid namespace above this one: this process is 1 to system calls and "
                                    + first.pid()
                                    + " in /proc, so /proc/2 is not the process that system calls mean by 2")
                    .hasMessageContaining("Mend: mount -t proc proc /proc");
        }
        assertThat(numa.process(2).locate(memory).bytesByNode()).as("nothing has moved").containsOnlyKeys(2);
        assertThat(numa.process(2).explain().toString()).contains("[WARNING] /proc: ").doesNotContain("kthreadd");
    }

    @Test
    void theOwnProcessIsReadThroughSelf() {
        MemoryRange own = first.map(1 << 20);
        first.place(own, 3);

        assertThat(numa.process(1).maps()).extracting(vma -> vma.start()).contains(own.start());
        assertThat(numa.self().migrate(NodeSet.of(3), NodeSet.of(0)).orThrow().bytesBefore()).containsKey(3);
    }

    @Test
    void aProcOfTheOwnNamespaceIsBelieved() {
        first.mountProc();

        assertThat(numa.process(2).migrate(NodeSet.of(2), NodeSet.of(1)).orThrow().bytesAfter()).containsKey(1);
        assertThat(numa.process(2).explain().toString()).contains("[OK] /proc: ");
    }

    @Test
    void beforeStatusHadTheNumbersTheyAreComparedAllTheSame() {
        SimulatedMachine old = SimulatedMachine.builder().nodes("two").kernel("3.10").build();
        SimulatedProcess inside = old.process().forkIntoPidNamespace();
        int other = inside.fork().ownPid();

        assertThatThrownBy(() -> inside.migrator().process(other).maps()).isInstanceOf(NumaException.class)
                .hasMessageContaining("a pid namespace above this one");
    }

    @Test
    void thereAreNoNamespacesBefore2624() {
        SimulatedMachine old = SimulatedMachine.builder().nodes("two").kernel("2.6.18").build();

        assertThatThrownBy(() -> old.process().forkIntoPidNamespace()).isInstanceOf(IllegalArgumentException.class);
    }
}
