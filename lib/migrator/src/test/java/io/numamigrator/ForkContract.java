package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Anonymous pages that a parent and its child have in common until one of them writes (SEMANTICS 1.5). */
interface ForkContract extends OnSeveralNodes {

    @Test
    default void bothSidesOfAForkAreRefusedUntilAWriteSeparatesThem() {
        try (LabProcess parent = lab().process()) {
            MemoryRange page = parent.on(a(), 1);
            try (LabProcess child = parent.fork()) {
                Batch move = Batch.of(page.start(), b());
                assertThat(move.submit(lab().kernel(), parent.pid())).isEqualTo(Answer.of(0, EACCES));
                assertThat(move.submit(lab().kernel(), child.pid())).isEqualTo(Answer.of(0, EACCES));

                child.write(page);

                assertThat(move.submit(lab().kernel(), parent.pid())).isEqualTo(Answer.of(0, b()));
                assertThat(move.submit(lab().kernel(), child.pid())).isEqualTo(Answer.of(0, b()));
            }
        }
    }

    @Test
    default void withTheScopeForSharedPagesBothSidesMoveTogether() {
        try (LabProcess parent = lab().process()) {
            MemoryRange page = parent.on(a(), 1);
            try (LabProcess child = parent.fork()) {
                Batch move = Batch.of(page.start(), b()).withShared();

                assertThat(move.submit(lab().kernel(), parent.pid())).isEqualTo(Answer.of(0, b()));

                assertThat(child.places(page.start())).containsExactly(b());
                assertThat(parent.places(page.start())).containsExactly(b());
            }
        }
    }

    @Test
    default void theLibraryMovesWhatIsTheTargetsOwnAndSaysWhatIsShared() {
        try (LabProcess parent = lab().process()) {
            MemoryRange pages = parent.on(a(), 100);
            try (LabProcess child = parent.fork()) {
                child.write(new MemoryRange(pages.start() + 30L * pageSize(), 20L * pageSize()));
                NumaProcess target = lab().numa().process(parent.pid());

                MoveResult result = target.move(pages, b());

                assertThat(result.moved()).isEqualTo(20);
                assertThat(result.report().refused(Errno.EACCES)).isEqualTo(80);
                Truth.check(parent::places, result, _ -> true);

                MoveResult rest = target.move(result.remaining(), MoveOptions.of(MoveScope.SHARED)).orThrow();

                assertThat(rest.moved()).isEqualTo(80);
                Truth.check(parent::places, rest, _ -> false);
            }
        }
    }
}
