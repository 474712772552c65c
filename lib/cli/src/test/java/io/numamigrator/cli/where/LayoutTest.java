package io.numamigrator.cli.where;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.cli.where.Layout.Piece;
import org.junit.jupiter.api.Test;

class LayoutTest {

    private final Layout layout = new Layout();

    private static MemoryRange range(long start, long end) {
        return new MemoryRange(start, end - start);
    }

    @Test
    void aRangeIsCutWhereUsesEnd() {
        layout.say(range(100, 200), MemoryKind.JAVA_HEAP);
        layout.say(range(300, 400), MemoryKind.CODE_CACHE);
        assertThat(layout.within(range(150, 350)))
                .containsExactly(
                        new Piece(range(150, 200), MemoryKind.JAVA_HEAP),
                        new Piece(range(300, 350), MemoryKind.CODE_CACHE));
        assertThat(layout.gaps(range(50, 350))).containsExactly(range(50, 100), range(200, 300));
    }

    @Test
    void whatWasSaidFirstCounts() {
        layout.say(range(100, 200), MemoryKind.JAVA_HEAP);
        layout.say(range(50, 250), MemoryKind.THREAD_STACKS);
        assertThat(layout.within(range(0, 300)))
                .containsExactly(
                        new Piece(range(50, 100), MemoryKind.THREAD_STACKS),
                        new Piece(range(100, 200), MemoryKind.JAVA_HEAP),
                        new Piece(range(200, 250), MemoryKind.THREAD_STACKS));
    }

    @Test
    void neighboursOfOneKindAreOnePiece() {
        layout.say(range(100, 200), MemoryKind.CODE_CACHE);
        layout.say(range(200, 300), MemoryKind.CODE_CACHE);
        assertThat(layout.within(range(100, 300))).containsExactly(new Piece(range(100, 300), MemoryKind.CODE_CACHE));
    }

    @Test
    void nothingIsKnownOutside() {
        layout.say(range(100, 200), MemoryKind.JAVA_HEAP);
        assertThat(layout.within(range(200, 300))).isEmpty();
        assertThat(layout.within(range(0, 100))).isEmpty();
        assertThat(layout.gaps(range(200, 300))).containsExactly(range(200, 300));
        assertThat(layout.gaps(range(120, 180))).isEmpty();
    }
}
