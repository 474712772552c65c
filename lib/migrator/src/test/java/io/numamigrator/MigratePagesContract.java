package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What migrate_pages(2) checks, which pages it takes and what it counts (SEMANTICS 2.2, 2.4, 2.5). */
interface MigratePagesContract extends OnSeveralNodes {

    private long migrate(LabProcess target, NodeSet from, NodeSet to) {
        return PolicyCall.migratePages(lab().kernel(), target.pid(), from, to);
    }

    /** Have the JVM's own pages leave c, so that what is counted there is what the test puts there. */
    private void leaveC() {
        PolicyCall.migratePages(lab().kernel(), 0, NodeSet.of(c()), NodeSet.of(a()));
        assertThat(migrateOwn()).as("stays on " + c() + " whatever is done").isZero();
    }

    /** Migrate this process from c to b. */
    private long migrateOwn() {
        return PolicyCall.migratePages(lab().kernel(), 0, NodeSet.of(c()), NodeSet.of(b()));
    }

    @Test
    default void targetsWithoutMemoryAreDroppedAndNoneLeftIsInvalid() {
        try (LabProcess target = lab().process()) {
            long page = target.on(a(), 1).start();

            assertThat(migrate(target, lab().nodes(), NodeSet.of(impossible()))).isEqualTo(failure(Errno.EINVAL));
            assertThat(migrate(target, NodeSet.of(a()), NodeSet.of(b(), impossible()))).isZero();
            assertThat(target.places(page)).containsExactly(b());
        }
    }

    @Test
    default void aMemorylessTargetIsDroppedToo() {
        int memoryless = memorylessNode();
        try (LabProcess target = lab().process()) {
            long page = target.on(a(), 1).start();

            assertThat(migrate(target, lab().nodes(), NodeSet.of(memoryless))).isEqualTo(failure(Errno.EINVAL));
            assertThat(migrate(target, NodeSet.of(a()), NodeSet.of(b(), memoryless))).isZero();
            assertThat(target.places(page)).containsExactly(b());
        }
    }

    @Test
    default void nothingToMigrateFromIsNothingToDo() {
        try (LabProcess target = lab().process()) {
            assertThat(migrate(target, NodeSet.empty(), NodeSet.of(b()))).isZero();
        }
    }

    @Test
    default void theCallersCpusetLimitsTheTargetsAndTheTargetsOwnDoesNot() {
        try (LabProcess target = lab().process();
                LabProcess caller = lab().process()) {
            long page = target.on(a(), 1).start();
            target.confine(NodeSet.of(a(), b()));
            caller.confine(NodeSet.of(c()));

            assertThat(PolicyCall.migratePages(caller.kernel(), target.pid(), NodeSet.of(a()), NodeSet.of(b())))
                    .isEqualTo(failure(Errno.EINVAL));
            assertThat(PolicyCall.migratePages(caller.kernel(), target.pid(), NodeSet.of(a()), NodeSet.of(b(), c())))
                    .isZero();
            assertThat(target.places(page)).as("outside of its own cpuset").containsExactly(c());
        }
    }

    @Test
    default void thePrivilegedMigrateOutOfTheTargetsCpuset() {
        try (LabProcess target = lab().process()) {
            long page = target.on(a(), 1).start();
            target.confine(NodeSet.of(a(), b()));

            assertThat(migrate(target, NodeSet.of(a()), NodeSet.of(c()))).isZero();
            assertThat(target.places(page)).containsExactly(c());
        }
    }

    @Test
    default void theUnprivilegedMayNotNameANodeThatTheTargetMayNotUse() {
        try (LabProcess user = lab().process()) {
            user.confine(NodeSet.of(a(), b()));
            user.become(1000, 1000, 1000);

            for (int node : new int[] {c(), impossible()}) {
                assertThat(PolicyCall.migratePages(user.kernel(), 0, NodeSet.of(a()), NodeSet.of(b(), node)))
                        .isEqualTo(failure(Errno.EPERM));
            }
            assertThat(PolicyCall.migratePages(user.kernel(), 0, NodeSet.of(a()), NodeSet.of(b()))).isZero();
        }
    }

    @Test
    default void theUnprivilegedLeaveSharedPagesAndAreNotToldSo() {
        try (LabProcess parent = lab().process()) {
            MemoryRange shared = parent.on(a(), 1);
            MemoryRange own = parent.on(a(), 1);
            parent.become(1000, 1000, 1000);
            try (LabProcess child = parent.fork()) {
                parent.write(own);

                long result = PolicyCall.migratePages(parent.kernel(), 0, NodeSet.of(a()), NodeSet.of(b()));

                assertThat(result).isZero();
                assertThat(parent.places(shared.start(), own.start()))
                        .containsExactly(a(), parent.places(own.start())[0]);
                assertThat(child.places(shared.start())).containsExactly(a());

                assertThat(migrate(parent, NodeSet.of(a()), NodeSet.of(b()))).isNotNegative();
                assertThat(parent.places(shared.start())).as("with the privilege").containsExactly(b());
            }
        }
    }

    @Test
    default void pagesWithoutAccessAndLockedPagesAreTaken() {
        try (Scene scene = new Scene(lab())) {
            leaveC();
            MemorySegment closed = lab().on(c(), scene.arena(), 1);
            MemorySegment locked = lab().on(c(), scene.arena(), 1);
            lab().forbid(closed);
            lab().lock(locked);

            assertThat(migrateOwn()).isZero();

            assertThat(lab().places(closed.address(), locked.address())).containsExactly(b(), b());
        }
    }

    @Test
    default void pinnedPagesAreCounted() {
        try (Scene scene = new Scene(lab())) {
            leaveC();
            long first = scene.page(c());
            long second = scene.pinned(c());
            long third = scene.page(c());
            long fourth = scene.pinned(c());

            assertThat(migrateOwn()).isEqualTo(2);

            assertThat(lab().places(first, second, third, fourth)).containsExactly(b(), c(), b(), c());
        }
    }

    @Test
    default void aPinnedHugePageCountsOnce() {
        try (Scene scene = new Scene(lab())) {
            leaveC();
            long huge = scene.pinnedHuge(c());
            long small = scene.pinned(c());

            assertThat(migrateOwn()).isEqualTo(2);

            assertThat(lab().places(huge, small)).containsExactly(c(), c());
        }
    }

    /** SEMANTICS 2.5: from 6.7 on each mapping beyond the first is counted, although the page has moved. */
    @Test
    default void aFurtherMappingOfAPageIsCountedThoughThePageMoves() {
        try (Scene scene = new Scene(lab())) {
            leaveC();
            Laboratory.Twins twins = lab().twiceOn(c(), scene.arena(), 4);

            assertThat(migrateOwn()).isEqualTo(since("6.7") ? 4 : 0);

            assertThat(lab().places(twins.first().address())).containsExactly(b());
        }
    }

    @Test
    default void aMergedPageIsCountedForEachFurtherMapping() {
        try (Scene scene = new Scene(lab())) {
            leaveC();
            MemorySegment merged = lab().on(c(), scene.arena(), 4);
            lab().merge(merged);

            assertThat(migrateOwn()).isEqualTo(since("6.7") ? 3 : 0);

            assertThat(lab().places(merged.address(), merged.address() + pageSize())).containsExactly(b(), b());
        }
    }

    @Test
    default void aFullTargetEndsItAlthoughSomePagesHaveMoved() {
        try (Scene scene = new Scene(lab())) {
            LabProcess target = scene.process();
            int count = tooMany(lab().fill(c(), FullNodeContract.LEFT, scene.arena()));
            MemoryRange memory = target.on(a(), count);

            long result = migrate(target, NodeSet.of(a()), NodeSet.of(c()));

            int[] places = target.places(pagesOf(memory));
            assertThat(Arrays.stream(places).filter(node -> node == c()).count())
                    .as("pages that have moved")
                    .isBetween(1L, count - 1L);
            assertThat(result).isEqualTo(failure(Errno.ENOMEM));
        }
    }

    @Test
    default void policiesStayAsTheyWere() {
        try (Scene scene = new Scene(lab())) {
            leaveC();
            MemorySegment memory = lab().untouched(scene.arena(), 2);
            MemoryRange range = MemoryRange.of(memory);
            PolicyCall.mbind(lab().kernel(), range, PolicyCall.BIND, NodeSet.of(c()), 0);
            lab().write(memory.asSlice(0, pageSize()));

            migrateOwn();
            lab().write(memory.asSlice(pageSize()));

            assertThat(PolicyCall.mode(lab().kernel(), range.start())).isEqualTo(PolicyCall.BIND);
            assertThat(lab().places(range.start(), range.start() + pageSize())).containsExactly(b(), c());
        }
    }
}
