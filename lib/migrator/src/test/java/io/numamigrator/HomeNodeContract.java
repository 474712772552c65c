package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.kernel.CallFrame;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** set_mempolicy_home_node(2), Linux 5.17 and later (SEMANTICS 3.5). */
interface HomeNodeContract extends OnSeveralNodes {

    private long setHome(MemorySegment memory, long node, long flags) {
        return lab().kernel().setMempolicyHomeNode(new CallFrame(), memory.address(), memory.byteSize(), node, flags);
    }

    private void set(MemorySegment memory, int mode, int... nodes) {
        assertThat(PolicyCall.mbind(lab().kernel(), MemoryRange.of(memory), mode, NodeSet.of(nodes), 0)).isZero();
    }

    @Test
    default void pagesComeFromTheHomeNodeFirst() {
        Assumptions.assumeTrue(since("5.17"), "home nodes came with Linux 5.17");
        try (Scene scene = new Scene(lab())) {
            for (int home : new int[] {b(), c()}) {
                MemorySegment memory = lab().untouched(scene.arena(), 3);
                set(memory, PolicyCall.BIND, b(), c());

                assertThat(setHome(memory, home, 0)).isZero();
                lab().write(memory);

                assertThat(lab().places(memory.address(), memory.address() + 2L * pageSize())).containsExactly(home,
                        home);
            }
        }
    }

    @Test
    default void aPolicyOfAnotherModeHasNoHome() {
        Assumptions.assumeTrue(since("5.17"), "home nodes came with Linux 5.17");
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().untouched(scene.arena(), 1);
            set(memory, PolicyCall.INTERLEAVE, b());
            assertThat(setHome(memory, b(), 0)).isEqualTo(failure(Errno.EOPNOTSUPP));
        }
    }

    @Test
    default void whatCannotBeAHomeIsRefused() {
        Assumptions.assumeTrue(since("5.17"), "home nodes came with Linux 5.17");
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().untouched(scene.arena(), 2);
            assertThat(setHome(memory, a(), 0)).as("no policy at all").isEqualTo(failure(Errno.ENOENT));
            set(memory, PolicyCall.BIND, a(), b());
            assertThat(setHome(memory, a(), 1)).isEqualTo(failure(Errno.EINVAL));
            assertThat(setHome(memory, 1023, 0)).isEqualTo(failure(Errno.EINVAL));
            assertThat(setHome(memory, 1L << 40, 0)).isEqualTo(failure(Errno.EINVAL));
            assertThat(setHome(memory.asSlice(8), a(), 0)).isEqualTo(failure(Errno.EINVAL));
            assertThat(setHome(memory.asSlice(0, 0), a(), 0)).isZero();
        }
    }

    @Test
    default void aMemorylessNodeMayBeAHome() {
        Assumptions.assumeTrue(since("5.17"), "home nodes came with Linux 5.17");
        int memoryless = memorylessNode();
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().untouched(scene.arena(), 1);
            set(memory, PolicyCall.BIND, a(), b());
            assertThat(setHome(memory, memoryless, 0)).isZero();
        }
    }

    @Test
    default void beforeItCameThereIsNoSuchCall() {
        Assumptions.assumeFalse(since("5.17"), "Linux 5.17 and later have it");
        try (Scene scene = new Scene(lab())) {
            assertThat(setHome(lab().untouched(scene.arena(), 1), a(), 0)).isEqualTo(failure(Errno.ENOSYS));
        }
    }
}
