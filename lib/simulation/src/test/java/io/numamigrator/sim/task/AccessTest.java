package io.numamigrator.sim.task;

import static io.numamigrator.sim.fixture.RawCalls.WILD;
import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.sim.Capability;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.syscall.MovePages;
import io.numamigrator.sim.task.Credentials.Ids;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 1.2: who may move whose pages. */
class AccessTest {

    @DisplayName("1.2 table, and the uid rule before 4.13")
    @ParameterizedTest(name = "1.2, 1.2/2, 1.2/3 {0}: uids {1} with capabilities {2} to uids {3}, dumpable {4}")
    @CsvSource(delimiter = '|', textBlock = """
            same user                      | 1000 1000 1000 |              | 1000 1000 1000 | yes | 0      | 0      | 0
            not dumpable                   | 1000 1000 1000 |              | 1000 1000 1000 | no  | 0      | -EPERM | -EPERM
            other user                     | 1000 1000 1000 |              | 1001 1001 1001 | yes | -EPERM | -EPERM | -EPERM
            saved uid differs              | 1000 1000 1000 |              | 1000 1000 1001 | yes | 0      | -EPERM | -EPERM
            full capabilities              | 1000 0 0       | NICE PTRACE  | 1001 1001 1001 | yes | 0      | 0      | 0
            effective uid does not help    | 0 1000 1000    |              | 1000 1000 1000 | yes | 0      | -EPERM | -EPERM
            NICE alone does not help       | 1000 1000 1000 | NICE         | 1001 1001 1001 | yes | 0      | -EPERM | -EPERM
            PTRACE alone suffices          | 1000 1000 1000 | PTRACE       | 1001 1001 1001 | no  | -EPERM | 0      | 0
            real meets the target's saved  | 1000 1000 1000 |              | 1001 1001 1000 | yes | 0      | -EPERM | -EPERM
            """)
    void whoMay(String why, String uids, String capabilities, String targetUids, String dumpable,
            String on412, String on61, String on612) {
        String[] kernels = {"4.12", "6.1", "6.12"};
        String[] expected = {on412, on61, on612};
        for (int i = 0; i < kernels.length; i++) {
            SimulatedMachine machine = SimulatedMachine.twoNodes().toBuilder().kernel(kernels[i]).build();
            SimulatedProcess caller = machine.process();
            SimulatedProcess target = machine.spawn();
            Core.of(caller).setCredentials(credentials(uids, capabilities));
            Core.of(target).setCredentials(credentials(targetUids, null));
            target.dumpable(dumpable.equals("yes"));

            assertThat(new RawCalls(caller).movePages(target.pid(), 0, WILD, WILD, WILD, 0))
                    .as(why + " on " + kernels[i]).isEqualTo(expected[i]);
        }
    }

    private static Credentials credentials(String uids, @Nullable String capabilities) {
        int[] ids = Arrays.stream(uids.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
        long set = 0;
        for (String name : capabilities == null ? new String[0] : capabilities.split(" ", -1)) {
            set |= Core.mask(Capability.valueOf("CAP_SYS_" + name));
        }
        return new Credentials(new Ids(ids[0], ids[1], ids[2]), Ids.all(1000), set);
    }

    @Test
    @DisplayName("1.2/2 groups decide as users do")
    void anotherGroup() {
        SimulatedMachine machine = SimulatedMachine.twoNodes();
        SimulatedProcess target = machine.spawn();
        machine.process().become(1000);
        Core.of(target).setCredentials(Credentials.user(1000).withGid(Ids.all(5)));

        assertThat(new RawCalls(machine.process()).movePages(target.pid(), 0, WILD, WILD, WILD, 0)).isEqualTo("-EPERM");
    }

    @Test
    @DisplayName("1.2/1 the own process is always open, also to its threads and when it is not dumpable")
    void theOwnProcess() {
        SimulatedProcess process = SimulatedMachine.twoNodes().process();
        Core.of(process).setCredentials(new Credentials(new Ids(1, 2, 3), Ids.all(4), 0));
        process.dumpable(false);
        Task thread = Core.of(process).newThread(0);

        assertThat(new RawCalls(process, thread).movePages(process.pid(), 0, WILD, WILD, WILD, 0)).isEqualTo("0");
    }

    @Test
    @DisplayName("1.2 CAP_SYS_PTRACE opens the process, MOVE_ALL still needs CAP_SYS_NICE")
    void moveAllNeedsNice() {
        SimulatedMachine machine = SimulatedMachine.twoNodes();
        SimulatedProcess target = machine.spawn();
        machine.process().become(1000);
        machine.process().capabilities(Capability.CAP_SYS_PTRACE);

        RawCalls calls = new RawCalls(machine.process());
        assertThat(calls.movePages(target.pid(), 0, WILD, WILD, WILD, MovePages.MOVE)).isEqualTo("0");
        assertThat(calls.movePages(target.pid(), 0, WILD, WILD, WILD, MovePages.MOVE_ALL)).isEqualTo("-EPERM");
    }
}
