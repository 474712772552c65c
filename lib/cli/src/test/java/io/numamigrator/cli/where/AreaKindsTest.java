package io.numamigrator.cli.where;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.Vma;
import io.numamigrator.Vma.Backing;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AreaKindsTest {

    private static final Vma LIBC_CODE = Areas.file("/usr/lib/libc.so.6", "r-xp");
    private static final Vma LIBC_DATA = Areas.file("/usr/lib/libc.so.6", "rw-p");
    private static final Vma LIBJVM = Areas.file("/jdk/lib/server/libjvm.so", "r-xp");

    private final AreaKinds ordinary = new AreaKinds(List.of(LIBC_CODE, LIBC_DATA), "/usr/bin/sleep");
    private final AreaKinds jvm = new AreaKinds(List.of(LIBC_CODE, LIBJVM), "/jdk/bin/java");

    @Test
    void aFileWithCodeIsALibraryInAllItsParts() {
        assertThat(ordinary.of(LIBC_CODE)).isEqualTo(MemoryKind.LIBRARIES);
        assertThat(ordinary.of(LIBC_DATA)).isEqualTo(MemoryKind.LIBRARIES);
    }

    @Test
    void theExecutedFileIsTheProgram() {
        assertThat(ordinary.of(Areas.file("/usr/bin/sleep", "r--p"))).isEqualTo(MemoryKind.PROGRAM);
    }

    @Test
    void aFileWithoutCodeIsAMappedFile() {
        assertThat(ordinary.of(Areas.file("/usr/lib/locale/locale-archive", "r--p")))
                .isEqualTo(MemoryKind.MAPPED_FILES);
    }

    @Test
    void sharedMemoryIsToldFromFilesByItsName() {
        for (String path : List.of("/dev/shm/x", "/memfd:cache (deleted)", "/SYSV00000000 (deleted)",
                "/dev/zero (deleted)")) {
            assertThat(ordinary.of(Areas.file(path, "rw-s"))).isEqualTo(MemoryKind.SHARED_MEMORY);
        }
    }

    @Test
    void hugetlbIsHugetlbWhateverItsFile() {
        assertThat(ordinary.of(Areas.huge("/anon_hugepage (deleted)"))).isEqualTo(MemoryKind.HUGETLB);
    }

    @Test
    void theKernelNamesHeapAndStack() {
        assertThat(ordinary.of(Areas.area(1, "rw-p", "[heap]", new Backing.Heap(), false)))
                .isEqualTo(MemoryKind.BRK_HEAP);
        assertThat(ordinary.of(Areas.area(1, "rw-p", "[stack]", new Backing.Stack(OptionalInt.empty()), false)))
                .isEqualTo(MemoryKind.MAIN_STACK);
        assertThat(ordinary.of(Areas.area(1, "rw-p", "[stack:7]", new Backing.Stack(OptionalInt.of(7)), false)))
                .isEqualTo(MemoryKind.THREAD_STACKS);
        assertThat(ordinary.of(Areas.anonymous(1, "[vdso]"))).isEqualTo(MemoryKind.KERNEL);
    }

    @Test
    void aJvmIsKnownByItsLibrary() {
        assertThat(ordinary.isJvm()).isFalse();
        assertThat(jvm.isJvm()).isTrue();
    }

    @Test
    void anonymousMemoryOfAJvmIsNative() {
        assertThat(ordinary.of(Areas.anonymous(1, ""))).isEqualTo(MemoryKind.ANONYMOUS);
        assertThat(jvm.of(Areas.anonymous(1, ""))).isEqualTo(MemoryKind.NATIVE);
    }

    @Test
    void archivesAndTheHeapOfZgcAreFilesOfAJvm() {
        assertThat(jvm.of(Areas.file("/jdk/lib/server/classes.jsa", "rw-p"))).isEqualTo(MemoryKind.CDS_ARCHIVE);
        assertThat(jvm.of(Areas.file("/app/numa-25.aot", "rw-p"))).isEqualTo(MemoryKind.CDS_ARCHIVE);
        assertThat(jvm.of(Areas.file("/memfd:java_heap (deleted)", "rw-s"))).isEqualTo(MemoryKind.JAVA_HEAP);
        assertThat(ordinary.of(Areas.file("/memfd:java_heap (deleted)", "rw-s"))).isEqualTo(MemoryKind.SHARED_MEMORY);
    }

    @Test
    void anAreaWithAStackPointerIsAStack() {
        Layout layout = new Layout();
        List<Vma> areas = List.of(Areas.anonymous(0x10000, ""), Areas.anonymous(0x40000, ""), LIBC_CODE);
        int found = StackAreas.say(layout, areas, List.of(0x40008L, 0x40100L, 0x90000L, 0x1008L));
        assertThat(found).isEqualTo(1);
        assertThat(layout.within(areas.get(1).mapping().orElseThrow().range()))
                .extracting(Layout.Piece::kind)
                .containsExactly(MemoryKind.THREAD_STACKS);
        assertThat(layout.within(areas.get(0).mapping().orElseThrow().range())).isEmpty();
    }

    @Test
    void anUpgradeWhileItRunsChangesNoKind() {
        Vma library = Areas.file("/usr/lib/jvm/jdk/lib/server/libjvm.so (deleted)", "r-xp");
        AreaKinds upgraded = new AreaKinds(List.of(library), "/usr/lib/jvm/jdk/bin/java (deleted)");

        assertThat(upgraded.isJvm()).isTrue();
        assertThat(upgraded.of(Areas.anonymous(0xc0000000L, ""))).isEqualTo(MemoryKind.NATIVE);
        assertThat(upgraded.of(Areas.file("/usr/lib/jvm/jdk/lib/server/classes.jsa (deleted)", "rw-p")))
                .isEqualTo(MemoryKind.CDS_ARCHIVE);
        assertThat(upgraded.of(Areas.file("/memfd:java_heap (deleted)", "rw-s"))).isEqualTo(MemoryKind.JAVA_HEAP);
        assertThat(upgraded.of(library)).isEqualTo(MemoryKind.LIBRARIES);
        assertThat(upgraded.of(Areas.file("/usr/lib/jvm/jdk/bin/java", "r-xp"))).isEqualTo(MemoryKind.PROGRAM);
    }
}
