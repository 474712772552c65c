package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Why an address has no page is found out, and a move is complete only if nothing that exists, or may, is elsewhere. */
interface AbsentKindsContract {

    AbsentMemory memory();

    private int from() {
        return memory().nodes().stream().min().orElseThrow();
    }

    private int to() {
        return memory().nodes().highest();
    }

    private MoveResult move(MemoryRange range) {
        return memory().numa().move(Placement.of(range, to()), MoveOptions.DEFAULT);
    }

    private MoveResult expect(MemoryRange range, Absence kind) {
        MoveResult result = move(range);
        assertThat(result.report().entries()).as("%s", result)
                .allMatch(page -> page.status().equals(new PageStatus.Absent(kind)));
        assertThat(result.absent(kind)).isEqualTo(result.pages());
        assertThat(result.isComplete()).isEqualTo(kind.leavesComplete());
        assertThat(result.refused()).hasSize(kind.leavesComplete() ? 0 : result.pages());
        assertThat(result.remaining().isEmpty()).isEqualTo(kind.leavesComplete());
        assertThat(result.toString()).contains(kind.text());
        if (!kind.leavesComplete()) {
            assertThatThrownBy(result::orThrow).isInstanceOf(IncompleteMoveException.class)
                    .hasMessageContaining(kind.text()).hasMessageContaining(kind.remedy());
        }
        PageReport located = memory().numa().self().locate(range);
        assertThat(memory().numa().classify(located).absent(kind)).as("after a locate").isEqualTo(result.pages());
        return result;
    }

    @Test
    default void privateMemoryThatWasNeverTouchedLeavesAMoveComplete() {
        expect(memory().untouched(8), Absence.NEVER_TOUCHED);
    }

    @Test
    default void discardedMemoryIsUntouchedAgain() {
        MemoryRange pages = memory().touched(4, from());
        memory().discard(pages);
        expect(pages, Absence.NEVER_TOUCHED);
    }

    @Test
    default void aHoleOfAFileLeavesAMoveComplete() {
        expect(memory().hole(8), Absence.FILE_HOLE);
    }

    @Test
    default void pagesOfAFileInMemoryThatAreNotMappedHereDoNot() {
        expect(memory().cached(8, from(), false), Absence.UNMAPPED);
        expect(memory().cached(8, from(), true), Absence.UNMAPPED);
    }

    @Test
    default void pagesInThePageCacheDoNot() {
        expect(memory().cachedFile(8, from()), Absence.UNMAPPED);
    }

    @Test
    default void aSharedHugetlbPageOfSomebodyElseDoesNot() {
        expect(memory().hugetlb(from()), Absence.UNMAPPED);
    }

    @Test
    default void swappedPagesDoNot() {
        expect(memory().swapped(4, from()), Absence.SWAPPED);
    }

    @Test
    default void swappedPagesOfSharedMemoryDoNot() {
        expect(memory().sharedSwapped(4, from()), Absence.UNMAPPED);
    }

    @Test
    default void theSharedZeroPageDoesNot() {
        expect(memory().zero(4), Absence.ZERO_PAGE);
    }

    @Test
    default void memoryOfADeviceDoesNot() {
        MemoryRange device = memory().device();
        MoveResult result = expect(device, Absence.DEVICE);
        assertThat(result.report().refused(Errno.EFAULT) + result.report().refused(Errno.ENOENT))
                .isEqualTo(result.pages());
    }

    @Test
    default void theDataOfTheKernelBesideTheVdsoIsADevice() {
        Optional<MemoryRange> vvar = memory().numa().self().maps().stream().flatMap(area -> area.mapping().stream())
                .filter(area -> area.path().equals("[vvar]")).map(Vma.Mapping::range).findFirst();
        assumeTrue(vvar.isPresent(), "this kernel maps no [vvar]");
        MoveResult result = move(vvar.orElseThrow());
        assertThat(result.isComplete()).isFalse();
        assertThat(result.absent(Absence.DEVICE)).isEqualTo(result.pages());
    }

    @Test
    default void aGuardRegionLeavesAMoveComplete() {
        expect(memory().guard(4), Absence.GUARD);
    }

    @Test
    default void aPoisonedPageDoesNot() {
        expect(memory().poisoned(2), Absence.POISONED);
    }

    @Test
    default void whereNothingIsMappedThereIsNoArea() {
        expect(new MemoryRange(0x8000, 0x2000), Absence.NO_AREA);
    }

    @Test
    default void kindsAreToldApartInOneRange() {
        MemoryRange touched = memory().touched(6, from());
        long page = memory().pageSize();
        memory().discard(new MemoryRange(touched.start() + page, page));
        memory().discard(new MemoryRange(touched.start() + 3 * page, 2 * page));
        memory().read(new MemoryRange(touched.start() + 4 * page, page));
        MoveResult result = move(touched);
        assertThat(result.moved() + result.alreadyThere()).isEqualTo(3);
        assertThat(result.absent(Absence.NEVER_TOUCHED)).isEqualTo(2);
        assertThat(result.absent(Absence.ZERO_PAGE)).isEqualTo(1);
        assertThat(result.absent()).isEqualTo(3);
        assertThat(result.isComplete()).isFalse();
        assertThat(result.remaining().parts()).hasSize(1);
    }

    @Test
    default void populatedPagesAreMappedAndMoved() {
        assumeTrue(memory().release().isAtLeast("5.14"), "MADV_POPULATE_READ came with Linux 5.14");
        MemoryRange cached = memory().cached(8, from(), false);
        MoveResult result = memory().numa().move(Placement.of(cached, to()), MoveOptions.DEFAULT.withPopulate());
        assertThat(result.orThrow().absent()).isZero();
        assertThat(memory().numa().self().locate(cached).bytesOn(to())).isEqualTo(cached.bytes());
        MemoryRange file = memory().cachedFile(8, from());
        result = memory().numa().move(Placement.of(file, to()), MoveOptions.DEFAULT.withPopulate());
        assertThat(result.absent()).as("%s", result).isZero();
    }

    @Test
    default void whatCannotBePopulatedIsToldByItsKind() {
        assumeTrue(memory().release().isAtLeast("5.14"), "MADV_POPULATE_READ came with Linux 5.14");
        MemoryRange untouched = memory().untouched(4);
        Placement plan = Placement.of(untouched, to()).and(new MemoryRange(0x8000, 1), to());
        MoveResult result = memory().numa().move(plan, MoveOptions.DEFAULT.withPopulate());
        assertThat(result.absent(Absence.NEVER_TOUCHED)).isEqualTo(4);
        assertThat(result.absent(Absence.NO_AREA)).isEqualTo(1);
    }

    @Test
    default void whereThereIsNoPopulatingTheMoveIsRefused() {
        assumeTrue(!memory().release().isAtLeast("5.14"), "this kernel has MADV_POPULATE_READ");
        MemoryRange cached = memory().cached(8, from(), false);
        assertThatThrownBy(
                () -> memory().numa().move(Placement.of(cached, to()), MoveOptions.DEFAULT.withPopulate()))
                .isInstanceOfSatisfying(NumaException.class, refused -> {
                    assertThat(refused.errno()).isEqualTo(Errno.EINVAL);
                    assertThat(refused).hasMessageContaining("5.14");
                });
    }
}
