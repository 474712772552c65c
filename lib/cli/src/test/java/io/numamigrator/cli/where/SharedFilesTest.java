package io.numamigrator.cli.where;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryPolicy;
import io.numamigrator.MemoryRange;
import io.numamigrator.Vma;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SharedFilesTest {

    private static final int PAGE = 4096;

    private static Vma area(long start, int pages, String permissions, long offset, long inode, long anonymous) {
        Vma.Mapping mapping = new Vma.Mapping(new MemoryRange(start, (long) pages * PAGE), permissions, offset, "/x",
                inode == 0 ? Optional.empty() : Optional.of(new Vma.FileId("00:01", inode)));
        Vma.Counts counts = new Vma.Counts(pages, anonymous, 0, 0, 0, OptionalLong.empty(), 1, Map.of(0, (long) pages));
        return new Vma(start, Optional.of(mapping), MemoryPolicy.none(), new Vma.Backing.File("/x"), false, counts,
                OptionalLong.of(PAGE));
    }

    private static SharedFiles files(Vma... areas) {
        SharedFiles files = new SharedFiles(PAGE);
        files.add(List.of(areas));
        return files;
    }

    @Test
    void theSameOffsetsOfTheSameFileAreTheSamePages() {
        Vma one = area(0x10000, 4, "rw-s", 0, 7, 0);
        Vma overlapping = area(0x40000, 4, "r--s", 3 * PAGE, 7, 0);
        Vma later = area(0x50000, 4, "rw-s", 8 * PAGE, 7, 0);
        Vma other = area(0x60000, 4, "rw-s", 0, 8, 0);
        SharedFiles files = files(one, overlapping, later, other);

        assertThat(files.isShownAgain(one)).isTrue();
        assertThat(files.isShownAgain(overlapping)).isTrue();
        assertThat(files.isShownAgain(later)).isFalse();
        assertThat(files.isShownAgain(other)).isFalse();
        var again = SharedFiles.pagesShownAgain(List.of(one, overlapping, later), PAGE);
        assertThat(again.test(0x10000 + 3 * PAGE + 5)).isTrue();
        assertThat(again.test(0x10000 + 2 * PAGE)).isFalse();
        assertThat(again.test(0x9000)).isFalse();
    }

    @Test
    void aPrivateCopyIsNobodyElses() {
        Vma text = area(0x10000, 4, "r-xp", 0, 7, 0);
        Vma written = area(0x40000, 4, "rw-p", 0, 7, 1);
        Vma anonymous = area(0x60000, 4, "rw-p", 0, 0, 4);

        assertThat(files(text, written, anonymous).isShownAgain(text)).isFalse();
        assertThat(files(text, written).isShownAgain(written)).isFalse();
        assertThat(files(text, area(0x90000, 4, "r-xp", 0, 7, 0)).isShownAgain(text)).isTrue();
    }

    @Test
    void whatWasCountedIsNotAskedForAgain() {
        Vma one = area(0x10000, 4, "rw-s", 0, 7, 0);
        Vma other = area(0x40000, 6, "rw-s", 2 * PAGE, 7, 0);
        SharedFiles files = files(one, other);

        assertThat(files.uncounted(one, 0x10000, 0x14000)).contains(new MemoryRange(0x10000, 4 * PAGE));
        files.count(one, 0x12000);
        assertThat(files.uncounted(one, 0x10000, 0x14000)).contains(new MemoryRange(0x10000, 2 * PAGE));
        assertThat(files.uncounted(one, 0x12000, 0x14000)).contains(new MemoryRange(0x13000, PAGE));
        assertThat(files.uncounted(other, 0x40000, 0x46000)).contains(new MemoryRange(0x41000, 5 * PAGE));
        files.count(one, 0x13000);
        assertThat(files.uncounted(one, 0x12000, 0x14000)).isEmpty();
    }
}
