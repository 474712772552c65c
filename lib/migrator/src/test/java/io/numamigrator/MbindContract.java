package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What mbind(2) does to pages that are elsewhere (SEMANTICS 3.2). */
interface MbindContract extends OnSeveralNodes {

    private long bind(MemorySegment memory, int flags, int... nodes) {
        return PolicyCall.mbind(
                lab().kernel(), MemoryRange.of(memory), PolicyCall.BIND, NodeSet.of(nodes), flags);
    }

    private int modeOf(MemorySegment memory) {
        return PolicyCall.mode(lab().kernel(), memory.address());
    }

    private int[] places(MemorySegment memory) {
        return lab().places(pagesOf(memory));
    }

    @Test
    default void withoutFlagsPagesStayAndThePolicyIsSet() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().on(a(), scene.arena(), 3);

            assertThat(bind(memory, 0, b())).isZero();

            assertThat(places(memory)).containsOnly(a());
            assertThat(modeOf(memory)).isEqualTo(PolicyCall.BIND);
        }
    }

    @Test
    default void strictAloneRefusesMisplacedPagesAndSetsNothing() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().on(a(), scene.arena(), 3);

            assertThat(bind(memory, PolicyCall.STRICT, b())).isEqualTo(failure(Errno.EIO));

            assertThat(modeOf(memory)).isEqualTo(PolicyCall.DEFAULT);
            assertThat(bind(memory, PolicyCall.STRICT, a(), b())).isZero();
        }
    }

    @Test
    default void moveTakesMisplacedPagesAlongAndLeavesTheOthers() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().on(a(), scene.arena(), 4);
            lab().numa().move(memory.asSlice(pageSize(), pageSize()), b()).orThrow();
            lab().numa().move(memory.asSlice(2L * pageSize(), pageSize()), c()).orThrow();

            assertThat(bind(memory, PolicyCall.MOVE, b(), c())).isZero();

            assertThat(places(memory)[1]).isEqualTo(b());
            assertThat(places(memory)[2]).isEqualTo(c());
            assertThat(places(memory)[0]).isIn(b(), c());
            assertThat(places(memory)[3]).isIn(b(), c());
        }
    }

    @Test
    default void aPinnedPageIsPassedOverInSilence() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().on(a(), scene.arena(), 3);
            lab().pin(memory.asSlice(pageSize(), pageSize()), scene.arena());

            assertThat(bind(memory, PolicyCall.MOVE, b())).isZero();

            assertThat(places(memory)).containsExactly(b(), a(), b());
        }
    }

    @Test
    default void withStrictAPinnedPageIsAnErrorAndEverythingElseIsDone() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().on(a(), scene.arena(), 3);
            lab().pin(memory.asSlice(pageSize(), pageSize()), scene.arena());

            assertThat(bind(memory, PolicyCall.MOVE | PolicyCall.STRICT, b())).isEqualTo(failure(Errno.EIO));

            assertThat(places(memory)).containsExactly(b(), a(), b());
            assertThat(modeOf(memory)).isEqualTo(PolicyCall.BIND);
        }
    }

    @Test
    default void pagesSharedAfterAForkAreNoFailureEvenWithStrict() {
        try (LabProcess parent = lab().process()) {
            MemoryRange range = parent.on(a(), 2);
            try (LabProcess child = parent.fork()) {
                long result = PolicyCall.mbind(
                        parent.kernel(),
                        range,
                        PolicyCall.BIND,
                        NodeSet.of(b()),
                        PolicyCall.MOVE | PolicyCall.STRICT);

                assertThat(result).isZero();
                assertThat(parent.places(range.start())).containsExactly(a());
                assertThat(child.places(range.start())).containsExactly(a());
            }
        }
    }

    @Test
    default void moveAllTakesSharedPagesAndNeedsThePrivilege() {
        try (LabProcess parent = lab().process()) {
            MemoryRange range = parent.on(a(), 2);
            try (LabProcess child = parent.fork()) {
                long asRoot = PolicyCall.mbind(
                        parent.kernel(), range, PolicyCall.BIND, NodeSet.of(b()), PolicyCall.MOVE_ALL);
                parent.become(1000, 1000, 1000);
                long asUser = PolicyCall.mbind(
                        parent.kernel(), range, PolicyCall.BIND, NodeSet.of(a()), PolicyCall.MOVE_ALL);

                assertThat(asRoot).isZero();
                assertThat(asUser).isEqualTo(failure(Errno.EPERM));
                assertThat(child.places(range.start())).containsExactly(b());
            }
        }
    }

    @Test
    default void aFullTargetIsNoErrorUnlessStrict() {
        try (Scene scene = new Scene(lab())) {
            int count = tooMany(lab().fill(c(), FullNodeContract.LEFT, scene.arena()));
            MemorySegment memory = lab().on(a(), scene.arena(), count);

            assertThat(bind(memory, PolicyCall.MOVE, c())).isZero();
            long moved = Arrays.stream(places(memory)).filter(node -> node == c()).count();
            assertThat(moved).isBetween(1L, count - 1L);

            assertThat(bind(memory, PolicyCall.MOVE | PolicyCall.STRICT, c())).isEqualTo(failure(Errno.EIO));
        }
    }

    @Test
    default void aHoleInTheRangeIsAFault() {
        try (Scene scene = new Scene(lab())) {
            MemoryRange hole = new MemoryRange(scene.hole(), pageSize());
            for (int mode : new int[] {PolicyCall.BIND, PolicyCall.DEFAULT}) {
                NodeSet nodes = mode == PolicyCall.BIND ? NodeSet.of(b()) : NodeSet.empty();
                assertThat(PolicyCall.mbind(lab().kernel(), hole, mode, nodes, 0)).isEqualTo(failure(Errno.EFAULT));
            }
        }
    }

    /** SEMANTICS 3.2: by the page's number, of which 6.6 and earlier use 32 bits. */
    @Test
    default void interleavedPagesGoByTheirNumber() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().on(a(), scene.arena(), 7);
            MemoryRange range = MemoryRange.of(memory);
            NodeSet nodes = NodeSet.of(a(), b(), c());

            long result = PolicyCall.mbind(lab().kernel(), range, PolicyCall.INTERLEAVE, nodes, PolicyCall.MOVE);

            assertThat(result).isZero();
            memory = scene.excuse(memory);
            lab().discard(memory);
            lab().write(memory);
            int[] expected = new int[7];
            Arrays.setAll(expected, i -> {
                long number = range.start() / pageSize() + i;
                return node((int) ((since("6.7") ? number : number & 0xffff_ffffL) % 3));
            });
            assertThat(places(memory)).isEqualTo(expected);
        }
    }

    @Test
    default void weightedPagesAreSharedOutByWeight() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().untouched(scene.arena(), 80);
            MemoryRange range = MemoryRange.of(memory);
            NodeSet nodes = NodeSet.of(a(), b());
            if (!since("6.9")) {
                assertThat(PolicyCall.mbind(lab().kernel(), range, PolicyCall.WEIGHTED_INTERLEAVE, nodes, 0))
                        .isEqualTo(failure(Errno.EINVAL));
                return;
            }
            lab().weigh(a(), 3, scene.arena());
            lab().weigh(b(), 1, scene.arena());

            assertThat(PolicyCall.mbind(lab().kernel(), range, PolicyCall.WEIGHTED_INTERLEAVE, nodes, 0)).isZero();
            lab().write(memory);

            assertThat(Arrays.stream(places(memory)).filter(node -> node == a()).count()).isEqualTo(60);
            assertThat(Arrays.stream(places(memory)).filter(node -> node == b()).count()).isEqualTo(20);
        }
    }
}
