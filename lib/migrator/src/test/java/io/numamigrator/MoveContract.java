package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** What a move does and says, as far as one node can show it. */
interface MoveContract {

    Subject subject();

    private NumaMigrator numa() {
        return subject().numa();
    }

    private int aNode() {
        return subject().nodes().highest();
    }

    @Test
    default void afterAMoveEveryPageIsOnItsTarget() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = subject().touched(arena, 5000);

            MoveResult result = numa().move(memory, aNode()).orThrow();

            assertThat(result.moved() + result.alreadyThere()).isEqualTo(5000);
            assertThat(numa().locate(memory).bytesOn(aNode())).isEqualTo(memory.byteSize());
            assertThat(result.remaining().isEmpty()).isTrue();
        }
    }

    @Test
    default void whatIsThereAlreadyIsSaidToBe() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = subject().touched(arena, 10);
            numa().move(memory, aNode()).orThrow();

            MoveResult again = numa().move(memory, aNode());

            assertThat(again.alreadyThere()).isEqualTo(10);
            assertThat(again.moved()).isZero();
            assertThat(again.isComplete()).isTrue();
        }
    }

    @Test
    default void thePartNamedLaterDecidesAboutASharedPage() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = subject().touched(arena, 4);
            int page = subject().pageSize();
            int missing = subject().nodes().highest() + 500;

            Placement plan = Placement.of(memory.asSlice(page, page), missing).and(memory, aNode());

            assertThat(numa().move(plan).orThrow().pages()).isEqualTo(4);
        }
    }

    @Test
    default void aNodeThatDoesNotExistIsAnExceptionThatNamesIt() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = subject().touched(arena, 1);

            assertThatThrownBy(() -> numa().move(memory, 1000))
                    .isInstanceOfSatisfying(NumaException.class, refusal -> {
                        assertThat(refusal.errno()).isEqualTo(Errno.ENODEV);
                        assertThat(refusal.call()).isEqualTo("move_pages");
                        assertThat(refusal).hasMessageContaining("1000");
                        assertThat(refusal.remedy()).isNotBlank();
                    });
        }
    }

    @Test
    default void aMoveOfNothingIsComplete() {
        assertThat(numa().move(Placement.nothing()).orThrow().pages()).isZero();
    }

    @Test
    default void contentStaysAsItWas() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = subject().touched(arena, 300);
            for (long i = 0; i < memory.byteSize(); i += 8) {
                memory.set(java.lang.foreign.ValueLayout.JAVA_LONG, i, i * 0x9E3779B97F4A7C15L);
            }

            numa().move(memory, aNode()).orThrow();

            for (long i = 0; i < memory.byteSize(); i += 8) {
                assertThat(memory.get(java.lang.foreign.ValueLayout.JAVA_LONG, i)).isEqualTo(i * 0x9E3779B97F4A7C15L);
            }
        }
    }

    @Test
    default void hugePagesMoveWhole() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = subject().hugePages(arena, 2 * subject().hugePageSize());
            subject().write(memory);

            MoveResult result = numa().move(memory, aNode()).orThrow();

            assertThat(result.pages()).isEqualTo(Math.toIntExact(memory.byteSize() / subject().pageSize()));
            assertThat(numa().locate(memory).bytesOn(aNode())).isEqualTo(memory.byteSize());
        }
    }
}
