package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.numamigrator.kernel.LinuxKernels;
import io.numamigrator.refusal.PolicyRequest;
import io.numamigrator.refusal.Refusals;
import io.numamigrator.sim.SimulatedMachine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One errno has several causes; the exception names the one that is true, on the running kernel and on simulated ones. */
class RefusalCausesTest {

    private static final NodeSet HERE = NodeSet.of(0);
    private static final NodeSet ABSENT = NodeSet.of(900);

    /** A request that a kernel refuses, and what the exception says then; {@code memory} are four pages of which the third is a hole. */
    enum Case {
        ABSENT_NODE(Errno.EINVAL, "failed with EINVAL, invalid argument: there is no node 900. Mend: name nodes of ") {
            @Override
            void ask(NumaMigrator numa, MemorySegment memory) {
                numa.setPolicy(memory.asSlice(0, 4096), MemoryPolicy.bind(ABSENT));
            }
        },
        EMPTY_SET(Errno.EINVAL, ": INTERLEAVE needs a node, and the set is empty. Mend: name nodes of ") {
            @Override
            void ask(NumaMigrator numa, MemorySegment memory) {
                numa.setPolicy(memory.asSlice(0, 4096), MemoryPolicy.interleave(NodeSet.empty()));
            }
        },
        UNALIGNED(Errno.EINVAL, ": the range starts 16 bytes behind a page boundary, at 0x") {
            @Override
            void ask(NumaMigrator numa, MemorySegment memory) {
                numa.setPolicy(memory.asSlice(16, 4096), MemoryPolicy.bind(HERE));
            }
        },
        NODES_NOT_TAKEN(Errno.EINVAL, ": LOCAL takes no nodes, and 0 was given. Mend: leave the nodes out") {
            @Override
            void ask(NumaMigrator numa, MemorySegment memory) {
                numa.setPolicy(memory.asSlice(0, 4096),
                        new MemoryPolicy(MemoryPolicy.Mode.LOCAL, HERE, Set.of(), OptionalInt.empty()));
            }
        },
        FLAGS_EXCLUDE_EACH_OTHER(Errno.EINVAL, ": STATIC_NODES and RELATIVE_NODES exclude each other. Mend: use one") {
            @Override
            void ask(NumaMigrator numa, MemorySegment memory) {
                numa.setPolicy(memory.asSlice(0, 4096), MemoryPolicy.bind(HERE).staticNodes().relativeNodes());
            }
        },
        NUMBER_BEYOND(Errno.EINVAL,
                ": node 30000 is beyond the numbers that this kernel has room for. Mend: name nodes") {
            @Override
            void ask(NumaMigrator numa, MemorySegment memory) {
                numa.setPolicy(memory.asSlice(0, 4096), MemoryPolicy.bind(HERE.plus(NodeSet.of(30000))));
            }
        },
        HOLE(Errno.EFAULT, ": nothing is mapped at 0x") {
            @Override
            void ask(NumaMigrator numa, MemorySegment memory) {
                numa.setPolicy(memory, MemoryPolicy.bind(HERE));
            }
        },
        NOTHING_TO_READ(Errno.EFAULT,
                "get_mempolicy(pid 0, count 0) failed with EFAULT, bad address: nothing is mapped at 0x") {
            @Override
            void ask(NumaMigrator numa, MemorySegment memory) {
                numa.policy(memory.asSlice(2 * 4096, 4096));
            }
        },
        MISPLACED(Errno.EIO, ": a page is outside the nodes of the policy, which STRICT forbids; no policy was set.") {
            @Override
            void ask(NumaMigrator numa, MemorySegment memory) {
                numa.setPolicy(memory.asSlice(0, 4096), MemoryPolicy.local(), BindFlag.STRICT);
            }
        },
        HOME_OF_NOBODY(Errno.EINVAL,
                ": there is no node 900 to be the home; the policy is set without one. Mend: name a node") {
            @Override
            void ask(NumaMigrator numa, MemorySegment memory) {
                numa.setPolicy(memory.asSlice(0, 4096), MemoryPolicy.bind(HERE).homeNode(900));
            }
        },
        THREAD_WITHOUT_NODE(Errno.EINVAL, ": there is no node 900. Mend: name nodes of ") {
            @Override
            void ask(NumaMigrator numa, MemorySegment memory) {
                numa.setThreadPolicy(MemoryPolicy.bind(ABSENT));
            }
        },
        MIGRATE_TO_NOWHERE(Errno.EINVAL, ": no target can be used: there is no node 900. Mend: name nodes of ") {
            @Override
            void ask(NumaMigrator numa, MemorySegment memory) {
                numa.self().migrate(HERE, ABSENT);
            }
        },
        MIGRATE_TO_NOTHING(Errno.EINVAL, ": the set of target nodes is empty. Mend: name nodes of ") {
            @Override
            void ask(NumaMigrator numa, MemorySegment memory) {
                numa.self().migrate(HERE, NodeSet.empty());
            }
        },
        MIGRATE_BEYOND(Errno.EINVAL,
                ": node 30000 is beyond the numbers that this kernel has room for. Mend: name nodes") {
            @Override
            void ask(NumaMigrator numa, MemorySegment memory) {
                numa.self().migrate(HERE, HERE.plus(NodeSet.of(30000)));
            }
        },
        MOVE_TO_NOWHERE(Errno.ENODEV, ": there is no node 900. Mend: move to one of the nodes with memory: ") {
            @Override
            void ask(NumaMigrator numa, MemorySegment memory) {
                numa.move(memory.asSlice(0, 4096), 900);
            }
        };

        final Errno errno;
        final String said;

        Case(Errno errno, String said) {
            this.errno = errno;
            this.said = said;
        }

        abstract void ask(NumaMigrator numa, MemorySegment memory);
    }

    private static void assertExplained(Case asked, NumaMigrator numa, MemorySegment memory) {
        NumaException refused = catchThrowableOfType(NumaException.class, () -> asked.ask(numa, memory));
        assertThat(refused).as(asked.name()).isNotNull();
        assertThat(refused.errno()).isEqualTo(asked.errno);
        assertThat(refused).hasMessageContaining(asked.said).hasMessageNotContaining("Mems_allowed_list holds");
    }

    @ParameterizedTest
    @EnumSource
    void theRunningKernelsRefusalHasItsOneCause(Case asked) {
        Requires.root();
        try (NumaMigrator numa = NumaMigrator.system(); Arena arena = Arena.ofConfined()) {
            var kernel = Routes.kernel(Route.SYSCALL);
            var frame = new io.numamigrator.kernel.CallFrame();
            long start = kernel.mmap(frame, 4 * 4096);
            MemorySegment memory = LinuxKernels.view(start, 4 * 4096, arena, null);
            memory.fill((byte) 1);
            assertThat(kernel.munmap(frame, start + 2 * 4096, 4096)).isZero();
            try {
                assertExplained(asked, numa, memory);
            } finally {
                kernel.munmap(frame, start, 2 * 4096);
                kernel.munmap(frame, start + 3 * 4096, 4096);
            }
        }
    }

    static Stream<Case> onNewKernels() {
        return Stream.of(Case.values());
    }

    @ParameterizedTest
    @MethodSource("onNewKernels")
    void aSimulatedRefusalHasTheSameCause(Case asked) {
        for (String release : new String[] {"5.18", "6.12", "7.3"}) {
            SimulatedMachine machine = SimulatedMachine.builder().nodes("four").kernel(release).build();
            MemoryRange mapped = machine.process().map(4 * 4096);
            machine.process().place(mapped, 0);
            machine.process().unmap(new MemoryRange(mapped.start() + 2 * 4096, 4096));
            MemorySegment memory = LinuxKernels.view(mapped.start(), 4 * 4096, Arena.global(), null);
            assertExplained(asked, machine.migrator(), memory);
        }
    }

    @Test
    void everyNodeOfASetHasItsOwnReason() {
        PaperKernel kernel = new PaperKernel().node("online", "0-4").caller("Mems_allowed_list", "0-1,4");
        PolicyRequest request =
                new PolicyRequest(0x1000, 4096, MemoryPolicy.bind(NodeSet.parse("2,4,9")), Set.of());

        assertThat(Refusals.explainPolicy(kernel, "mbind", request, 22)).hasMessageEndingWith(
                "invalid argument: there is no node 9, node 4 has no memory, node 2 is outside the cpuset of this process"
                        + " (0-1,4). Mend: name nodes of 0-1");
    }

    @Test
    void aTargetOutsideTheCpusetIsNamedWithTheRightThatOpensIt() {
        PaperKernel kernel = new PaperKernel().caller("CapEff", "0000000000000000").caller("Mems_allowed_list", "0-1");

        assertThat(Refusals.explainMigrate(kernel, 0, 4, NodeSet.of(0), NodeSet.parse("1-2"), 1))
                .hasMessageContaining(
                        ": node 2 is outside the cpuset of this process (0-1); only CAP_SYS_NICE may name");
    }

    @Test
    void aModeYoungerThanTheKernelIsNamedWithItsRelease() {
        PaperKernel kernel = new PaperKernel().release("5.10.0-30-amd64");

        assertThat(Refusals.explainPolicy(kernel, "mbind",
                new PolicyRequest(0x1000, 4096, MemoryPolicy.preferredMany(HERE), Set.of()), 22))
                .hasMessageContaining(": PREFERRED_MANY is there from Linux 5.15 on, and this is 5.10.");
        assertThat(Refusals.explainPolicy(kernel, "set_mempolicy",
                PolicyRequest.ofThread(MemoryPolicy.weightedInterleave(HERE)), 22))
                .hasMessageContaining(": WEIGHTED_INTERLEAVE is there from Linux 6.9 on, and this is 5.10.");
    }

    @Test
    void answersOf2006AreNotExplainedToAKernelOfToday() {
        for (Errno errno : new Errno[] {Errno.ENODEV, Errno.ENOENT, Errno.E2BIG}) {
            String call = errno == Errno.ENODEV ? "mbind" : "move_pages";
            assertThat(Refusals.explain(new PaperKernel(), call, 0, 1, errno.number()))
                    .hasMessageContaining("Linux 6.12 itself does not answer this to " + call)
                    .hasMessageNotContaining("2.6");
            assertThat(Refusals.explain(new PaperKernel().release("2.6.16"), call, 0, 1, errno.number()))
                    .hasMessageContaining("2.6.");
        }
    }

    @Test
    void theTextOfAnErrnoBelongsToNoCall() {
        assertThat(Stream.of(Errno.values()).map(Errno::text))
                .noneMatch(text -> text.matches(".*(page there|pinned).*"));
    }

    @Test
    void aLimitOfMappingsIsToldFromWantOfMemory() {
        PaperKernel kernel = new PaperKernel().file("/proc/self/status", "Tgid:\t1234\n")
                .file("/proc/self/maps", "1000-2000 rw-p 00000000 00:00 0\n3000-4000 rw-p 00000000 00:00 0\n");
        PolicyRequest request = new PolicyRequest(0x1000, 4096, MemoryPolicy.bind(HERE), Set.of());

        assertThat(Refusals.explainPolicy(kernel.file("/proc/sys/vm/max_map_count", "3\n"), "mbind", request, 12))
                .hasMessageContaining(
                        ": this process has 2 mappings, vm.max_map_count is 3, and the policy would split one");
        assertThat(Refusals.explainPolicy(kernel.file("/proc/sys/vm/max_map_count", "65530\n"), "mbind", request, 12))
                .hasMessageNotContaining("mappings, vm.max_map_count is");
    }
}
