package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Policies of memory and of threads, set and read back. */
interface PolicyContract extends InSurroundings {

    private List<MemoryPolicy> settable(NodeSet nodes) {
        List<MemoryPolicy> policies = new ArrayList<>(List.of(
                MemoryPolicy.bind(nodes),
                MemoryPolicy.bind(nodes).staticNodes(),
                MemoryPolicy.bind(NodeSet.of(0)).relativeNodes(),
                MemoryPolicy.interleave(nodes),
                MemoryPolicy.interleave(nodes).staticNodes(),
                MemoryPolicy.preferred(nodes.highest()),
                MemoryPolicy.local(),
                MemoryPolicy.none()));
        if (since("5.15")) {
            policies.add(MemoryPolicy.bind(nodes).balancing());
            policies.add(MemoryPolicy.preferredMany(nodes));
        }
        if (since("6.9")) {
            policies.add(MemoryPolicy.weightedInterleave(nodes));
        }
        if (since("6.12")) {
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

    @Test
    default void aPolicyOfMemoryIsReadBackAndShownByNumaMaps() {
        try (NumaMigrator numa = around().numa()) {
            MemorySegment memory = around().map(3);
            MemorySegment middle = memory.asSlice(memory.byteSize() / 3, memory.byteSize() / 3);
            for (MemoryPolicy policy : settable(numa.topology().allowed())) {
                numa.setPolicy(middle, policy);

                assertThat(numa.policy(middle)).isEqualTo(policy);
                assertThat(numa.policy(middle.asSlice(17))).isEqualTo(policy);
                assertThat(numa.policy(memory)).isEqualTo(MemoryPolicy.none());
                if (policy.mode() != MemoryPolicy.Mode.DEFAULT && since("6.18")) {
                    Vma area = areaAt(numa, middle);
                    assertThat(area.policy()).isEqualTo(policy);
                    assertThat(area.end()).hasValue(middle.address() + middle.byteSize());
                }
            }
        }
    }

    @Test
    default void aHomeNodeIsSetAfterThePolicy() {
        Assumptions.assumeTrue(since("5.17"), "set_mempolicy_home_node(2) is of Linux 5.17");
        try (NumaMigrator numa = around().numa()) {
            NodeSet here = numa.topology().allowed();
            MemorySegment memory = around().map(2);
            numa.setPolicy(memory, MemoryPolicy.bind(here).homeNode(here.highest()));
            assertThat(numa.policy(memory)).isEqualTo(MemoryPolicy.bind(here));
            assertThatThrownBy(() -> numa.setPolicy(memory, MemoryPolicy.bind(here).homeNode(1000)))
                    .isInstanceOfSatisfying(NumaException.class, refusal -> {
                        assertThat(refusal.call()).isEqualTo("set_mempolicy_home_node");
                        assertThat(refusal.errno()).isEqualTo(Errno.EINVAL);
                    });
        }
    }

    @Test
    default void refusalsOfMbindNameTheCallAndTheBytes() {
        try (NumaMigrator numa = around().numa()) {
            MemorySegment memory = around().map(2);
            MemoryPolicy policy = MemoryPolicy.bind(numa.topology().allowed());
            assertThatThrownBy(() -> numa.setPolicy(memory.asSlice(8), policy))
                    .isInstanceOfSatisfying(NumaException.class, refusal -> {
                        assertThat(refusal.call()).isEqualTo("mbind");
                        assertThat(refusal.errno()).isEqualTo(Errno.EINVAL);
                        assertThat(refusal.count()).isEqualTo(memory.byteSize() - 8);
                    });
            around().write(memory);
            assertThatThrownBy(() -> numa.setPolicy(memory, MemoryPolicy.local(), BindFlag.STRICT))
                    .isInstanceOfSatisfying(NumaException.class,
                            refusal -> assertThat(refusal.errno()).isEqualTo(Errno.EIO));
        }
    }

    @Test
    default void aSegmentOfZeroBytesNamesNoMemory() {
        try (NumaMigrator numa = around().numa()) {
            MemorySegment memory = around().map(1);
            MemorySegment none = memory.asSlice(8, 0);
            numa.setPolicy(none, MemoryPolicy.bind(numa.topology().allowed()));
            assertThat(numa.policy(memory)).isEqualTo(MemoryPolicy.none());
            assertThatThrownBy(() -> numa.policy(none)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    default void movingToWherePagesAreLeavesTheirContent() {
        try (NumaMigrator numa = around().numa()) {
            MemorySegment memory = around().map(64);
            memory.fill((byte) 7);
            numa.setPolicy(memory, MemoryPolicy.local(), BindFlag.MOVE, BindFlag.STRICT);
            assertThat(memory.toArray(ValueLayout.JAVA_BYTE)).containsOnly(7);
            assertThat(areaAt(numa, memory).counts().anonymous()).isEqualTo(64);
        }
    }

    @Test
    default void aThreadHasItsOwnPolicy() throws Exception {
        try (NumaMigrator numa = around().numa()) {
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

    @Test
    default void aVirtualThreadHasNone() throws Exception {
        try (NumaMigrator numa = around().numa()) {
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
