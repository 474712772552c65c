package io.numamigrator.engine;

import io.numamigrator.access.PlacementCall;
import io.numamigrator.access.SyscallProbe;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Page-table entries as /proc/PID/pagemap tells them (Documentation/admin-guide/mm/pagemap.rst), read piece by piece. */
final class PageMapWindow {

    /** What an entry says of a page. */
    enum Mark {
        /** No entry: nothing was ever mapped there, or the page was taken away. */
        NONE,
        /** A page is mapped. */
        PRESENT,
        SWAPPED,
        GUARD,
        POISONED,
        /** The page is in the memory of a device, which lent it out. */
        ON_DEVICE,
        /** The file could not be read. */
        UNREADABLE
    }

    private static final long PRESENT = 1L << 63;
    private static final long SWAPPED = 1L << 62;
    private static final long FILE = 1L << 61;
    private static final long GUARD = 1L << 58;
    private static final long EXCLUSIVE = 1L << 56;

    /** Swap type and offset, shown to CAP_SYS_ADMIN alone; 0 to others. */
    private static final long LOCATION = (1L << 55) - 1;

    /** Of the 32 swap types the last is not swap but a marker; below it stand device memory, migration and poison. */
    private static final int MARKER = 31;

    private static final int FIRST_DEVICE = 28;
    private static final int FIRST_SPECIAL = 23;
    private static final int MARKER_POISON = 2;
    private static final int MARKER_GUARD = 4;

    /** Not read beyond what is asked for but for this: single pages are often neighbours. */
    private static final int LEAST = 64;

    private final Kernel kernel;
    private final CallFrame frame;
    private final int pid;
    private final int pageShift;
    private final boolean hasGuards;
    private long @Nullable [] entries;
    private long first;
    private int count;
    private int refusal;

    PageMapWindow(Kernel kernel, CallFrame frame, int pid) {
        this.kernel = kernel;
        this.frame = frame;
        this.pid = pid;
        this.pageShift = Integer.numberOfTrailingZeros(kernel.pageSize());
        // Before Linux 4.2 the bit belonged to the size of the page.
        this.hasGuards = SyscallProbe.release(kernel).atLeast(6, 13);
    }

    /** Return what stands at an address; {@code ahead} pages are going to be asked for from there on. */
    Mark mark(long address, int ahead) {
        long page = address >>> pageShift;
        if (page < first || page >= first + count) {
            read(page, Math.clamp(ahead, LEAST, CallFrame.CAPACITY));
        }
        return page < first || page >= first + count ? Mark.UNREADABLE : mark(entry(page));
    }

    private long entry(long page) {
        long[] read = entries;
        return read == null ? 0 : read[(int) (page - first)];
    }

    private void read(long page, int wanted) {
        long[] into = entries == null ? new long[CallFrame.CAPACITY] : entries;
        entries = into;
        long got = kernel.readPageMap(frame, pid, page, wanted, frame.pages);
        first = page;
        count = (int) Math.max(0, got);
        refusal = got < 0 ? (int) -got : refusal;
        for (int at = 0; at < count; at += CallFrame.PIECE) {
            MemorySegment.copy(frame.pages, ValueLayout.JAVA_LONG, at * 8L, into, at,
                    Math.min(CallFrame.PIECE, count - at));
        }
    }

    private Mark mark(long entry) {
        if ((entry & PRESENT) != 0) {
            return Mark.PRESENT;
        }
        if ((entry & SWAPPED) == 0) {
            return Mark.NONE;
        }
        if (hasGuards && (entry & GUARD) != 0) {
            return Mark.GUARD;
        }
        int type = (entry & LOCATION) == 0 ? 0 : (int) (entry & 31);
        if (type == MARKER) {
            long marks = (entry & LOCATION) >>> 5;
            return (marks & MARKER_POISON) != 0
                    ? Mark.POISONED
                    : hasGuards && (marks & MARKER_GUARD) != 0 ? Mark.GUARD : Mark.NONE;
        }
        return type < FIRST_SPECIAL ? Mark.SWAPPED : type < FIRST_DEVICE ? Mark.POISONED : Mark.ON_DEVICE;
    }

    /** Tell whether the page last looked at belongs to this process or a file: the shared zero page does not. */
    boolean isOwned(long address) {
        return (entry(address >>> pageShift) & (FILE | EXCLUSIVE)) != 0;
    }

    /** Return why entries could not be read. */
    Optional<String> unreadableBecause() {
        return refusal == 0
                ? Optional.empty()
                : Optional.of("/proc/" + (pid == 0 ? "self" : Integer.toString(pid)) + "/pagemap cannot be read: "
                        + PlacementCall.text(-(long) refusal));
    }
}
