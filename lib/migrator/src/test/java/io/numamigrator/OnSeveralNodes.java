package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;

/** What rules about several nodes share: names for the first nodes with memory, and the check of one situation. */
interface OnSeveralNodes {

    int UNWRITTEN = Answer.UNWRITTEN;
    int NO_PAGE = Laboratory.NO_PAGE;

    int ENOENT = -Errno.ENOENT.number();
    int EACCES = -Errno.EACCES.number();
    int EFAULT = -Errno.EFAULT.number();
    int EBUSY = -Errno.EBUSY.number();

    Laboratory lab();

    default int pageSize() {
        return lab().pageSize();
    }

    default long hugePageSize() {
        return lab().hugePageSize();
    }

    /** Return the number of base pages that a huge page has the room of. */
    default int pagesOfHuge() {
        return Math.toIntExact(hugePageSize() / pageSize());
    }

    /** Returns the address of each base page of a range. */
    default long[] pagesOf(MemoryRange range) {
        return LongStream.range(0, range.bytes() / pageSize()).map(i -> range.start() + i * pageSize()).toArray();
    }

    default long[] pagesOf(MemorySegment memory) {
        return pagesOf(MemoryRange.of(memory));
    }

    /** Returns how many pages never fit into a node that so many bytes can come to. */
    default int tooMany(long bytes) {
        return Math.max(8000, Math.toIntExact(bytes / pageSize()) + 2000);
    }

    default int a() {
        return node(0);
    }

    default int b() {
        return node(1);
    }

    default int c() {
        return node(2);
    }

    default int d() {
        return node(3);
    }

    /** Return the node with memory of this rank, or skip the test where there are not so many. */
    default int node(int rank) {
        int[] nodes = lab().nodes().stream().toArray();
        Assumptions.assumeTrue(
                rank < nodes.length, () -> "needs " + (rank + 1) + " nodes with memory, here are " + lab().nodes());
        return nodes[rank];
    }

    default int memorylessNode() {
        Assumptions.assumeFalse(lab().memoryless().isEmpty(), "needs a node that is online and has no memory");
        return lab().memoryless().highest();
    }

    /** Return the highest node id that the kernel was compiled for: no machine of the tests has such a node. */
    default int impossible() {
        return lab().nodeIds() - 1;
    }

    /** Return the result of a call that failed. */
    default long failure(Errno errno) {
        return -errno.number();
    }

    default boolean since(String release) {
        return lab().release().isAtLeast(release);
    }

    /**
     * Check what the kernel answers to a batch and where its pages are then; and that the library, told the same about the same
     * pages anew, says what a second look confirms.
     *
     * @param situation makes the pages, and the batch about them
     * @param places the node of each entry's page after the one call of the kernel
     */
    default void expect(Function<Scene, Batch> situation, Answer answer, int... places) {
        expectOfKernel(situation, answer, places);
        expectTruth(situation);
    }

    /** Check what the kernel answers to a batch and where its pages are then. */
    default void expectOfKernel(Function<Scene, Batch> situation, Answer answer, int... places) {
        try (Scene scene = new Scene(lab())) {
            Batch batch = situation.apply(scene);
            assertThat(batch.submit(lab().kernel(), 0)).as("the kernel's answer").isEqualTo(answer);
            assertThat(lab().places(batch.pages())).as("where the pages are").containsExactly(places);
        }
    }

    /** Check that a move through the library leaves behind only what is held, and that its result is the truth. */
    default MoveResult expectTruth(Function<Scene, Batch> situation) {
        try (Scene scene = new Scene(lab())) {
            Batch batch = situation.apply(scene);
            MoveResult result = lab().numa().move(batch.placement(), batch.scope());
            Truth.check(lab(), result, scene::mayStayBehind);
            return result;
        }
    }
}
