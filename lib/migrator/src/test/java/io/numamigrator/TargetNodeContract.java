package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.engine.KernelMigrator;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Which nodes pages may be sent to, by the target's cpuset and by the caller's (SEMANTICS 1.3). */
interface TargetNodeContract extends OnSeveralNodes {

    @Test
    default void aNodeNumberThatCannotBeIsNoDevice() {
        for (int impossible : new int[] {-1, Integer.MIN_VALUE, 1023, 1024, Integer.MAX_VALUE}) {
            expectOfKernel(scene -> Batch.of(scene.page(a()), impossible), Answer.failed(Errno.ENODEV, UNWRITTEN), a());
        }
    }

    @Test
    default void aNodeWithoutMemoryIsNoDevice() {
        int memoryless = memorylessNode();
        expectOfKernel(scene -> Batch.of(scene.page(a()), memoryless), Answer.failed(Errno.ENODEV, UNWRITTEN), a());
    }

    @Test
    default void whatCameBeforeABadNodeIsMovedAndReported() {
        expectOfKernel(
                scene -> Batch.of(scene.page(a()), b(), scene.page(a()), b(), scene.page(a()), 1000, scene.page(a()),
                        b()),
                Answer.failed(Errno.ENODEV, b(), b(), UNWRITTEN, UNWRITTEN),
                b(),
                b(),
                a(),
                a());
    }

    /** The library has the nodes checked before anything moves. */
    @Test
    default void aMoveToABadNodeMovesNothing() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().on(a(), scene.arena(), 20);
            Placement plan = Placement.of(memory, b()).and(memory.asSlice(19L * pageSize()), 1000);

            assertThatThrownBy(() -> lab().numa().move(plan))
                    .isInstanceOfSatisfying(
                            NumaException.class, refusal -> assertThat(refusal.errno()).isEqualTo(Errno.ENODEV));
            assertThat(lab().numa().locate(memory).bytesOn(a())).isEqualTo(memory.byteSize());
        }
    }

    @Test
    default void aNodeOutsideTheTargetsCpusetIsRefusedEvenToRoot() {
        try (LabProcess target = lab().process()) {
            long page = target.on(a(), 1).start();
            target.confine(NodeSet.of(a(), b()));

            assertThat(Batch.of(page, c()).submit(lab().kernel(), target.pid()))
                    .isEqualTo(Answer.failed(Errno.EACCES, UNWRITTEN));
            assertThat(Batch.of(page, b()).submit(lab().kernel(), target.pid())).isEqualTo(Answer.of(0, b()));
            assertThat(Batch.of(page, 1000).submit(lab().kernel(), target.pid()))
                    .as("ENODEV comes first")
                    .isEqualTo(Answer.failed(Errno.ENODEV, UNWRITTEN));
        }
    }

    @Test
    default void theLibraryNamesTheNodeThatTheCpusetForbids() {
        try (LabProcess target = lab().process()) {
            MemoryRange pages = target.on(a(), 3);
            target.confine(NodeSet.of(a(), b()));

            assertThatThrownBy(() -> lab().numa().process(target.pid()).move(pages, c()))
                    .isInstanceOfSatisfying(
                            NumaException.class, refusal -> assertThat(refusal.errno()).isEqualTo(Errno.EACCES));
        }
    }

    /** The target's cpuset is checked, but the new page comes from the caller's (SEMANTICS 1.3). */
    @Test
    default void aNodeOutsideTheCallersCpusetHasNoMemoryForIt() {
        try (LabProcess target = lab().process();
                LabProcess caller = lab().process()) {
            long page = target.on(a(), 1).start();
            long inPlace = target.on(b(), 1).start();
            target.confine(NodeSet.of(a(), b()));
            caller.confine(NodeSet.of(c()));

            assertThat(Batch.of(page, b()).submit(caller.kernel(), target.pid()))
                    .isEqualTo(Answer.failed(Errno.ENOMEM, UNWRITTEN));
            assertThat(target.places(page)).containsExactly(a());
            assertThat(Batch.of(inPlace, b()).submit(caller.kernel(), target.pid())).isEqualTo(Answer.of(0, b()));
        }
    }

    @Test
    default void theLibrarySaysOfEachPageThatTheCallersCpusetHadNoMemoryForIt() {
        try (LabProcess target = lab().process();
                LabProcess caller = lab().process()) {
            MemoryRange pages = target.on(a(), 5);
            target.confine(NodeSet.of(a(), b()));
            caller.confine(NodeSet.of(c()));

            NumaMigrator numa = new KernelMigrator(caller.kernel(), false);
            MoveResult result = numa.process(target.pid()).move(pages, b());

            Truth.check(target::places, result, _ -> true);
            assertThat(result.report().refused(Errno.ENOMEM)).isEqualTo(5);
        }
    }
}
