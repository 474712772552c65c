package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.PageStatus.NotReached;
import io.numamigrator.PageStatus.On;
import io.numamigrator.PageStatus.Refused;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;

/** What rules about several nodes share: names for the first nodes with memory, and the check of one situation. */
interface OnSeveralNodes {

    int UNWRITTEN = Answer.UNWRITTEN;
    int EFAULT = -Errno.EFAULT.number();
    int ENOENT = -Errno.ENOENT.number();
    int EBUSY = -Errno.EBUSY.number();
    int EACCES = -Errno.EACCES.number();

    Laboratory lab();

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

    private int node(int rank) {
        int[] nodes = lab().nodes().stream().toArray();
        Assumptions.assumeTrue(rank < nodes.length,
                () -> "needs " + (rank + 1) + " nodes with memory, here are " + lab().nodes());
        return nodes[rank];
    }

    /**
     * Check what the kernel answers to a batch and where its pages are then; and that the library, told the same about the same
     * pages anew, says what a second look confirms.
     *
     * @param situation makes the pages, and the batch about them
     * @param places the node of each entry's page after the one call of the kernel
     */
    default void expect(Function<Scene, Batch> situation, Answer answer, int... places) {
        try (Scene scene = new Scene(lab())) {
            Batch batch = situation.apply(scene);
            assertThat(batch.submit(lab().kernel(), 0)).as("the kernel's answer").isEqualTo(answer);
            assertThat(lab().places(batch.pages())).as("where the pages are").containsExactly(places);
        }
        expectTruth(situation);
    }

    /** Check that a move through the library leaves behind only what is held, and that its result is the truth. */
    default MoveResult expectTruth(Function<Scene, Batch> situation) {
        try (Scene scene = new Scene(lab())) {
            Batch batch = situation.apply(scene);
            MoveResult result = lab().numa().move(batch.placement(), batch.scope());
            for (int i = 0; i < result.pages(); i++) {
                long address = result.report().address(i);
                int place = lab().places(address)[0];
                PageStatus said = result.report().status(i);
                String page = "page " + i + " at " + place + ", said to be " + said;
                switch (said) {
                    case On(int node) -> assertThat(place).as(page).isEqualTo(node);
                    case Refused(Errno why) when place < 0 -> assertThat(place).as(page).isEqualTo(-why.number());
                    case Refused _ -> assertThat(place).as(page).isNotEqualTo(result.target(i));
                    case NotReached _ -> assertThat(place).as(page).isNotNegative().isNotEqualTo(result.target(i));
                }
                if (place >= 0 && place != result.target(i)) {
                    assertThat(scene.isHeld(address)).as(page + ", nothing holds it").isTrue();
                }
            }
            return result;
        }
    }
}
