package io.numamigrator.sim.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fault.PageFault;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.migrate.CpusetControl;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.policy.Policy;
import io.numamigrator.sim.syscall.PolicyModesTest;
import io.numamigrator.sim.task.Cpuset.Version;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 4: cpusets of both versions, with four pages on nodes 0 0 1 1. */
class CpusetTest {

    private SimulatedMachine machine;
    private SimulatedProcess process;
    private CpusetControl control;
    private MemoryRange memory;

    @BeforeEach
    void boot() {
        boot("6.12");
    }

    private void boot(String kernel) {
        machine = SimulatedMachine.builder().nodes(4, 1L << 30).memoryless(4).kernel(kernel).build();
        process = machine.process();
        control = new CpusetControl(Core.of(machine.spawn()).mainTask());
        memory = process.map(4 * 4096);
        process.place(new MemoryRange(memory.start(), 2 * 4096), 0);
        process.place(new MemoryRange(memory.start() + 2 * 4096, 2 * 4096), 1);
    }

    private Cpuset cpuset(Version version, String mems) {
        return new Cpuset("/" + mems, version, Core.processes(machine).rootCpuset(), NodeSet.parse(mems));
    }

    private String where() {
        long[] pages = LongStream.range(0, 4).map(i -> memory.start() + i * 4096).toArray();
        return new RawCalls(machine.spawn()).query(process.pid(), pages).statuses();
    }

    @Test
    @DisplayName("4 v1, step by step: nothing moves without memory_migrate, pages keep their rank with it")
    void versionOne() {
        Cpuset low = cpuset(Version.V1, "0-1");
        Cpuset high = cpuset(Version.V1, "2-3");
        control.attach(Core.of(process), low);

        assertThat(control.attach(Core.of(process), high)).isZero();
        assertThat(where()).isEqualTo("0 0 1 1");
        control.setMemoryMigrate(high, true);
        assertThat(where()).isEqualTo("0 0 1 1");
        control.attach(Core.of(process), low);
        control.attach(Core.of(process), high);
        assertThat(where()).isEqualTo("2 2 3 3");
        assertThat(control.setMems(high, NodeSet.of(0, 2))).isZero();
        assertThat(where()).isEqualTo("0 0 2 2");
        control.setMems(high, NodeSet.of(1, 2));
        assertThat(where()).isEqualTo("1 1 2 2");
        control.setMems(high, NodeSet.of(1));
        assertThat(where()).isEqualTo("1 1 1 1");
    }

    @Test
    @DisplayName("4 v1 refuses nodes without memory with EINVAL, and tasks without nodes with ENOSPC")
    void refusals() {
        Cpuset set = cpuset(Version.V1, "0-1");
        assertThat(control.setMems(set, NodeSet.of(4))).isEqualTo(NegativeErrno.EINVAL);
        assertThat(control.setMems(set, NodeSet.of(0, 77))).isEqualTo(NegativeErrno.EINVAL);
        assertThat(control.attach(Core.of(process), cpuset(Version.V1, ""))).isEqualTo(NegativeErrno.ENOSPC);
        assertThat(control.setMems(Core.processes(machine).rootCpuset(), NodeSet.of(0)))
                .isEqualTo(NegativeErrno.EACCES);
    }

    @ParameterizedTest(name = "4 v2: from 0-1 to {0}, pages are on {1}")
    @CsvSource(delimiter = '|', textBlock = """
            2-3 | 2 2 3 3
            1-2 | 1 1 2 2
            3   | 3 3 3 3
            """)
    void versionTwo(String mems, String places) {
        Cpuset set = cpuset(Version.V2, "0-1");
        control.attach(Core.of(process), set);
        control.setMems(set, NodeSet.parse(mems));
        assertThat(where()).isEqualTo(places);
    }

    @Test
    @DisplayName("4 v2: on to all nodes nothing moves, and attaching keeps the rank")
    void versionTwoFurther() {
        Cpuset set = cpuset(Version.V2, "0-1");
        control.attach(Core.of(process), set);
        control.setMems(set, NodeSet.of(3));
        control.setMems(set, NodeSet.parse("0-3"));
        assertThat(where()).isEqualTo("3 3 3 3");
        boot();
        Cpuset other = cpuset(Version.V2, "2-3");
        control.attach(Core.of(process), cpuset(Version.V2, "0-1"));
        control.attach(Core.of(process), other);
        control.attach(Core.of(process), cpuset(Version.V2, "0-1"));
        assertThat(where()).isEqualTo("0 0 1 1");
    }

    @ParameterizedTest(name = "4 and 0.3 cpusetV2AutoMigrate: v2 on {0} ends with {1}")
    @CsvSource({"5.14, 0 0 1 1", "5.15, 2 2 3 3"})
    void versionTwoBefore(String kernel, String places) {
        boot(kernel);
        control.attach(Core.of(process), cpuset(Version.V2, "0-1"));
        control.attach(Core.of(process), cpuset(Version.V2, "2-3"));
        assertThat(where()).isEqualTo(places);
    }

    @Test
    @DisplayName("4 v2 accepts a set without memory and falls back to the parent's")
    void aSetWithoutMemory() {
        Cpuset set = cpuset(Version.V2, "0-1");
        control.attach(Core.of(process), set);
        assertThat(control.setMems(set, NodeSet.of(4))).isZero();
        assertThat(Core.of(process).mainTask().allowed()).isEqualTo(NodeSet.parse("0-3"));
        assertThat(where()).isEqualTo("0 0 1 1");
    }

    @Test
    @DisplayName("4 shared pages move, too, and pages outside of the old set never")
    void whatMoves() {
        Cpuset set = cpuset(Version.V2, "1-2");
        process.fork();
        control.attach(Core.of(process), set);
        assertThat(where()).as("from all nodes to 1-2").isEqualTo("1 1 1 1");
        boot();
        Cpuset third = cpuset(Version.V1, "2-3");
        control.setMemoryMigrate(third, true);
        Core.of(process).mainTask().enter(cpuset(Version.V1, "1"));
        control.attach(Core.of(process), third);
        assertThat(where()).isEqualTo("0 0 2 2");
    }

    @Test
    @DisplayName("4 from 2.6.17 on the writer's own cpuset limits nothing, in 2.6.16 it did")
    void theWriter() {
        for (String kernel : new String[] {"2.6.16", "2.6.17"}) {
            machine = SimulatedMachine.fourNodes().toBuilder().kernel(kernel).swap(1 << 20).build();
            process = machine.process();
            memory = process.map(4096);
            process.place(memory, 0);
            SimulatedProcess writer = machine.spawn();
            Core.of(writer).mainTask().enter(cpuset(Version.V1, "0"));
            Cpuset set = cpuset(Version.V1, "1");
            new CpusetControl(Core.of(writer).mainTask()).setMemoryMigrate(set, true);
            new CpusetControl(Core.of(writer).mainTask()).attach(Core.of(process), set);
            int entry = Core.of(process).requireSpace().table.entry(memory.start() / 4096);
            assertThat(entry).as(kernel).isEqualTo(Pte.plain(kernel.equals("2.6.16") ? 0 : 1));
        }
    }

    @DisplayName("4 policies are rebound by rank when the nodes change from 0-1 to 2-3")
    @ParameterizedTest(name = "4 {0} of [{1}] reads back {2}, acts on {3}")
    @CsvSource(delimiter = ';', textBlock = """
            BIND                ; 1   ; 2:3       ; 3
            INTERLEAVE          ; 0,1 ; 3:2-3     ; 2-3
            BIND|STATIC         ; 1,2 ; 32770:1-2 ; 2
            BIND|STATIC         ; 1   ; 32770:1   ; 2-3
            BIND|RELATIVE       ; 0   ; 16386:0   ; 2
            PREFERRED           ; 1   ; 1:1       ; 1
            MANY                ; 1   ; 5:1       ; 1
            LOCAL               ;     ; 4:        ;
            """)
    void rebinding(String mode, String nodes, String readBack, String acts) {
        Cpuset set = cpuset(Version.V2, "0-1");
        control.attach(Core.of(process), set);
        RawCalls calls = new RawCalls(process);
        String mask = nodes == null ? "" : nodes;
        assertThat(calls.setMempolicy(PolicyModesTest.word(mode), mask)).isEqualTo("0");
        assertThat(calls.mbind(memory.start(), 4096, PolicyModesTest.word(mode), mask, 0)).isEqualTo("0");

        control.setMems(set, NodeSet.parse("2-3"));

        assertThat(calls.taskPolicy()).isEqualTo(readBack);
        assertThat(calls.policyAt(memory.start())).isEqualTo(readBack);
        Policy policy = Core.of(process).mainTask().policy();
        assertThat(policy == null ? null : policy.nodes()).isEqualTo(NodeSet.parse(acts == null ? "" : acts));
    }

    @Test
    @DisplayName("4 LTP cpuset_memory: first touches follow the nodes of the set; threads may be in different sets")
    void firstTouches() {
        control.attach(Core.of(process), cpuset(Version.V2, "2"));
        MemoryRange fresh = process.map(2 * 4096);
        process.touch(new MemoryRange(fresh.start(), 1));
        Task thread = Core.of(process).newThread(0);
        thread.enter(cpuset(Version.V1, "3"));
        Core.of(machine).exclusively(() -> new PageFault(thread, true, null)
                .touch(fresh.start() / 4096 + 1, fresh.start() / 4096 + 2));
        assertThat(new RawCalls(process).query(0, fresh.start(), fresh.start() + 4096).statuses()).isEqualTo("2 3");
    }

    @Test
    @DisplayName("4 writing the value that is there does nothing")
    void sameValue() {
        Cpuset set = cpuset(Version.V1, "0-1");
        control.attach(Core.of(process), set);
        control.setMemoryMigrate(set, true);
        process.pin(new MemoryRange(memory.start(), 1));
        assertThat(control.setMems(set, NodeSet.parse("0-1"))).isZero();
        assertThat(where()).isEqualTo("0 0 1 1");
    }

    @ParameterizedTest(name = "4 on {0}, node 1 offline and 3 without memory: from the root to nodes {1}, pages of 0 2 4 5 are on {2}")
    @CsvSource({"6.12,'0,4',0 0 4 4", "7.3,'0,4',0 0 4 4", "6.12,'2,5',2 2 2 5", "6.12,'0,2,4-5',0 2 4 5"})
    void whoLeavesTheRootComesFromThePossibleNodes(String kernel, String nodes, String places) {
        bootWithHoles(kernel);
        Cpuset narrow = cpuset(Version.V2, nodes);

        assertThat(control.attach(Core.of(process), narrow)).isZero();
        assertThat(where()).isEqualTo(places);
    }

    @Test
    @DisplayName("4 once somebody has entered the root, pages of who leaves it come from the nodes with memory")
    void theRootIsSettledByWhoEnters() {
        bootWithHoles("6.12");
        SimulatedProcess other = machine.spawn();
        control.attach(Core.of(other), cpuset(Version.V2, "0"));
        control.attach(Core.of(other), Core.processes(machine).rootCpuset());

        control.attach(Core.of(process), cpuset(Version.V2, "0,4"));
        assertThat(where()).isEqualTo("0 4 4 4");
    }

    /** Boots with a page on each of nodes 0, 2, 4 and 5. */
    private void bootWithHoles(String kernel) {
        machine = SimulatedMachine.builder().node(0, 1L << 30).offline(1).node(2, 1L << 30).memoryless(3)
                .node(4, 1L << 30).node(5, 1L << 30).kernel(kernel).build();
        process = machine.process();
        control = new CpusetControl(Core.of(machine.spawn()).mainTask());
        memory = process.map(4 * 4096);
        int[] nodes = {0, 2, 4, 5};
        for (int i = 0; i < 4; i++) {
            process.place(new MemoryRange(memory.start() + i * 4096L, 4096), nodes[i]);
        }
    }
}
