package io.numamigrator.bindings;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NativeCallTest {

    private static final int NEVER_WRITTEN = 0x5EED;

    private final Arena arena = Arena.ofConfined();

    private final MemorySegment errnoState = arena.allocate(NativeCall.errnoSize(), Integer.BYTES);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void theKernelSaysWhereATouchedPageIs() {
        Query query = new Query(touchedPage());

        long rc = NativeCall.syscall(errnoState, movePagesNumber(), 0, 1, query.pages.address(), 0,
                query.status.address(), 0, query.page);

        assertThat(rc).isZero();
        assertThat(query.answer()).isNotNegative().isNotEqualTo(NEVER_WRITTEN);
    }

    @Test
    void libnumaGivesTheAnswerOfTheSystemCall() {
        assumeTrue(NativeCall.libnumaPresent(), "libnuma.so.1 is not installed");
        Query bySyscall = new Query(touchedPage());
        Query byLibnuma = new Query(bySyscall.page);

        NativeCall.syscall(errnoState, movePagesNumber(), 0, 1, bySyscall.pages.address(), 0,
                bySyscall.status.address(), 0, bySyscall.page);
        long rc = NativeCall.libnuma(LibnumaFunction.MOVE_PAGES, errnoState, 0, 1, byLibnuma.pages.address(), 0,
                byLibnuma.status.address(), 0, byLibnuma.page);

        assertThat(rc).isZero();
        assertThat(byLibnuma.answer()).isEqualTo(bySyscall.answer());
    }

    @Test
    void anErrorIsANegativeErrno() {
        assertThat(callWithBadDescriptor(MemorySegment.NULL)).isEqualTo(-Libc.EBADF());
    }

    @Test
    void anErrorOfASystemCallIsANegativeErrno() {
        assertThat(NativeCall.syscall(errnoState, -1, 0, 0, 0, 0, 0, 0, MemorySegment.NULL)).isEqualTo(-Libc.ENOSYS());
    }

    @Test
    void anErrorOfLibnumaIsANegativeErrno() {
        assumeTrue(NativeCall.libnumaPresent(), "libnuma.so.1 is not installed");

        assertThat(NativeCall.libnuma(LibnumaFunction.SET_MEMPOLICY, errnoState, -1, 0, 0, 0, 0, 0, MemorySegment.NULL))
                .isEqualTo(-Libc.EINVAL());
    }

    @Test
    void aPageIsAPowerOfTwoOfAtLeast4096Bytes() {
        assertThat(NativeCall.pageSize()).isGreaterThanOrEqualTo(4096).matches(size -> Long.bitCount(size) == 1);
    }

    @Test
    void aClosedArenaIsRefusedBeforeTheCall() {
        Arena closed = Arena.ofConfined();
        MemorySegment page = closed.allocate(8);
        closed.close();

        assertThatThrownBy(() -> callWithBadDescriptor(page)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aConfinedArenaOfAnotherThreadIsRefusedBeforeTheCall() throws InterruptedException {
        MemorySegment page = inAnotherThread(() -> Arena.ofConfined().allocate(8));

        assertThatThrownBy(() -> callWithBadDescriptor(page)).isInstanceOf(WrongThreadException.class);
    }

    @Test
    void aHeapSegmentIsRefusedBeforeTheCall() {
        assertThatThrownBy(() -> callWithBadDescriptor(MemorySegment.ofArray(new long[1])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aViewRunsItsCleanupWhenTheArenaCloses() {
        int[] cleanups = {0};
        MemorySegment owned = arena.allocate(16, Long.BYTES);
        try (Arena viewArena = Arena.ofConfined()) {
            MemorySegment view = NativeCall.view(owned.address(), 16, viewArena, () -> cleanups[0]++);
            view.set(JAVA_LONG, 8, 42);
            assertThat(cleanups[0]).isZero();
        }

        assertThat(owned.get(JAVA_LONG, 8)).isEqualTo(42);
        assertThat(cleanups[0]).isEqualTo(1);
    }

    @Test
    void mappedMemoryIsSeenThroughAView() {
        long length = NativeCall.pageSize();
        MemorySegment mapped = Libc.mmap(MemorySegment.NULL, length, Libc.PROT_READ() | Libc.PROT_WRITE(),
                Libc.MAP_PRIVATE() | Libc.MAP_ANONYMOUS(), -1, 0);
        int[] unmapped = {-1};
        try (Arena viewArena = Arena.ofConfined()) {
            MemorySegment view = NativeCall.view(mapped.address(), length, viewArena,
                    () -> unmapped[0] = Libc.munmap(mapped, length));
            view.set(JAVA_INT, length - Integer.BYTES, 7);
            assertThat(view.get(JAVA_INT, length - Integer.BYTES)).isEqualTo(7);
        }

        assertThat(unmapped[0]).isZero();
    }

    /** Call process_madvise(2) with a file descriptor that is none. */
    private long callWithBadDescriptor(MemorySegment keepAlive) {
        int number = onX86() ? SyscallsX86_64.__NR_process_madvise() : SyscallsAarch64.__NR_process_madvise();
        return NativeCall.syscall(errnoState, number, -1, 0, 0, Libc.MADV_COLD(), 0, 0, keepAlive);
    }

    private MemorySegment touchedPage() {
        MemorySegment page = arena.allocate(NativeCall.pageSize(), NativeCall.pageSize());
        page.set(JAVA_INT, 0, 1);
        return page;
    }

    private static MemorySegment inAnotherThread(java.util.function.Supplier<MemorySegment> allocation)
            throws InterruptedException {
        MemorySegment[] segment = new MemorySegment[1];
        Thread thread = new Thread(() -> segment[0] = allocation.get());
        thread.start();
        thread.join();
        return segment[0];
    }

    private static int movePagesNumber() {
        return onX86() ? SyscallsX86_64.__NR_move_pages() : SyscallsAarch64.__NR_move_pages();
    }

    private static boolean onX86() {
        return System.getProperty("os.arch").equals("amd64");
    }

    /** The arrays of a move_pages(2) that only asks. */
    private final class Query {
        final MemorySegment page;
        final MemorySegment pages = arena.allocate(JAVA_LONG);
        final MemorySegment status = arena.allocate(JAVA_INT);

        Query(MemorySegment page) {
            this.page = page;
            pages.set(JAVA_LONG, 0, page.address());
            status.set(JAVA_INT, 0, NEVER_WRITTEN);
        }

        int answer() {
            return status.get(JAVA_INT, 0);
        }
    }
}
