package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.kernel.CallFrame;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Policies of memory and of threads, set and read back on the running kernel. */
class LinuxPolicyTest {

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void unmap() {
        arena.close();
    }

    private MemorySegment pages(Route route, int pages) {
        long bytes = (long) pages * Roads.kernel(route).pageSize();
        return TestMemory.map(Roads.kernel(route), new CallFrame(), arena, bytes);
    }

    private static List<MemoryPolicy> settable(NodeSet nodes) {
        List<MemoryPolicy> policies = new ArrayList<>(List.of(
                MemoryPolicy.bind(nodes),
                MemoryPolicy.bind(nodes).staticNodes(),
                MemoryPolicy.bind(NodeSet.of(0)).relativeNodes(),
                MemoryPolicy.interleave(nodes),
                MemoryPolicy.interleave(nodes).staticNodes(),
                MemoryPolicy.preferred(nodes.highest()),
                MemoryPolicy.local(),
                MemoryPolicy.none()));
        if (RunningKernel.atLeast(5, 15)) {
            policies.add(MemoryPolicy.bind(nodes).balancing());
            policies.add(MemoryPolicy.preferredMany(nodes));
        }
        if (RunningKernel.atLeast(6, 9)) {
            policies.add(MemoryPolicy.weightedInterleave(nodes));
        }
        if (RunningKernel.atLeast(6, 12)) {
            policies.add(MemoryPolicy.preferredMany(nodes).balancing().staticNodes());
        }
        return policies;
    }

    private static Vma areaAt(NumaMigrator numa, MemorySegment memory) {
        return numa.self().maps().stream()
                .filter(vma -> vma.start() == memory.address())
                .findAny()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void aPolicyOfMemoryIsReadBackAndShownByNumaMaps(Route route) {
        try (NumaMigrator numa = Roads.migrator(route)) {
            MemorySegment memory = pages(route, 3);
            MemorySegment middle = memory.asSlice(memory.byteSize() / 3, memory.byteSize() / 3);
            for (MemoryPolicy policy : settable(numa.topology().allowed())) {
                numa.setPolicy(middle, policy);

                assertThat(numa.policy(middle)).isEqualTo(policy);
                assertThat(numa.policy(middle.asSlice(17))).isEqualTo(policy);
                assertThat(numa.policy(memory)).isEqualTo(MemoryPolicy.none());
                if (policy.mode() != MemoryPolicy.Mode.DEFAULT && RunningKernel.atLeast(6, 18)) {
                    Vma area = areaAt(numa, middle);
                    assertThat(area.policy()).isEqualTo(policy);
                    assertThat(area.end()).hasValue(middle.address() + middle.byteSize());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void aHomeNodeIsSetAfterThePolicy(Route route) {
        Assumptions.assumeTrue(RunningKernel.atLeast(5, 17), "set_mempolicy_home_node(2) is of Linux 5.17");
        try (NumaMigrator numa = Roads.migrator(route)) {
            NodeSet here = numa.topology().allowed();
            MemorySegment memory = pages(route, 2);
            numa.setPolicy(memory, MemoryPolicy.bind(here).homeNode(here.highest()));
            assertThat(numa.policy(memory)).isEqualTo(MemoryPolicy.bind(here));
            assertThatThrownBy(() -> numa.setPolicy(memory, MemoryPolicy.bind(here).homeNode(1000)))
                    .isInstanceOfSatisfying(NumaException.class, refusal -> {
                        assertThat(refusal.call()).isEqualTo("set_mempolicy_home_node");
                        assertThat(refusal.errno()).isEqualTo(Errno.EINVAL);
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void refusalsOfMbindNameTheCallAndTheBytes(Route route) {
        try (NumaMigrator numa = Roads.migrator(route)) {
            MemorySegment memory = pages(route, 2);
            MemoryPolicy policy = MemoryPolicy.bind(numa.topology().allowed());
            assertThatThrownBy(() -> numa.setPolicy(memory.asSlice(8), policy))
                    .isInstanceOfSatisfying(NumaException.class, refusal -> {
                        assertThat(refusal.call()).isEqualTo("mbind");
                        assertThat(refusal.errno()).isEqualTo(Errno.EINVAL);
                        assertThat(refusal.count()).isEqualTo(memory.byteSize() - 8);
                    });
            memory.fill((byte) 1);
            assertThatThrownBy(() -> numa.setPolicy(memory, MemoryPolicy.local(), BindFlag.STRICT))
                    .isInstanceOfSatisfying(NumaException.class,
                            refusal -> assertThat(refusal.errno()).isEqualTo(Errno.EIO));
        }
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void aSegmentOfZeroBytesNamesNoMemory(Route route) {
        try (NumaMigrator numa = Roads.migrator(route)) {
            MemorySegment memory = pages(route, 1);
            MemorySegment none = memory.asSlice(8, 0);
            numa.setPolicy(none, MemoryPolicy.bind(numa.topology().allowed()));
            assertThat(numa.policy(memory)).isEqualTo(MemoryPolicy.none());
            assertThatThrownBy(() -> numa.policy(none)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void movingToWherePagesAreLeavesTheirContent(Route route) {
        try (NumaMigrator numa = Roads.migrator(route)) {
            MemorySegment memory = pages(route, 64);
            memory.fill((byte) 7);
            numa.setPolicy(memory, MemoryPolicy.local(), BindFlag.MOVE, BindFlag.STRICT);
            assertThat(memory.toArray(ValueLayout.JAVA_BYTE)).containsOnly(7);
            assertThat(areaAt(numa, memory).counts().anonymous()).isEqualTo(64);
        }
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void aThreadHasItsOwnPolicy(Route route) throws Exception {
        try (NumaMigrator numa = Roads.migrator(route)) {
            NodeSet here = numa.topology().allowed();
            FutureTask<Boolean> task = new FutureTask<>(() -> {
                for (MemoryPolicy policy : settable(here)) {
                    numa.setThreadPolicy(policy);
                    assertThat(numa.threadPolicy()).isEqualTo(policy);
                }
                numa.setThreadPolicy(MemoryPolicy.bind(here));
                assertThatThrownBy(() -> numa.setThreadPolicy(MemoryPolicy.bind(NodeSet.of(1000))))
                        .isInstanceOfSatisfying(NumaException.class, refusal -> {
                            assertThat(refusal.call()).isEqualTo("set_mempolicy");
                            assertThat(refusal.errno()).isEqualTo(Errno.EINVAL);
                        });
                assertThatThrownBy(() -> numa.setThreadPolicy(MemoryPolicy.bind(here).homeNode(0)))
                        .isInstanceOf(IllegalArgumentException.class);
                return true;
            });
            Thread.ofPlatform().start(task);
            assertThat(task.get()).isTrue();
            assertThat(numa.threadPolicy()).isEqualTo(MemoryPolicy.none());
        }
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void aVirtualThreadHasNone(Route route) throws Exception {
        try (NumaMigrator numa = Roads.migrator(route)) {
            FutureTask<Boolean> task = new FutureTask<>(() -> {
                assertThatThrownBy(numa::threadPolicy)
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("carrier");
                assertThatThrownBy(() -> numa.setThreadPolicy(MemoryPolicy.local()))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("platform thread");
                return true;
            });
            Thread.ofVirtual().start(task);
            assertThat(task.get()).isTrue();
        }
    }
}
