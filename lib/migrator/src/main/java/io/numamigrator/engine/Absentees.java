package io.numamigrator.engine;

import io.numamigrator.Absence;
import io.numamigrator.NumaException;
import io.numamigrator.Vma;
import io.numamigrator.areas.AreaKind;
import io.numamigrator.areas.DeviceAreas;
import io.numamigrator.areas.ProcessAreas;
import io.numamigrator.engine.PageMapWindow.Mark;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.pages.AddressList;
import io.numamigrator.pages.PageCode;
import io.numamigrator.pages.PageList;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why addresses have no page: by area (maps), by page table (pagemap), by page cache (mincore), in this order.
 *
 * <p>The kernel answers ENOENT or EFAULT for all of them. Nothing is believed that cannot be read: then the kind is unknown. Work is
 * done for runs of such addresses alone; without any nothing is read.
 */
final class Absentees {

    private static final Absence[] KINDS = Absence.values();

    private final Kernel kernel;
    private final CallFrame frame;
    private final int pid;
    private final DeviceAreas devices;
    private final PageMapWindow entries;
    private final PageCacheLook cache;
    private @Nullable ProcessAreas areas;
    private PageList pages = new AddressList(new long[0]);
    private short[] codes = {};

    /** Prepare to ask about a process; {@code refusesToMove} as {@link DeviceAreas} wants it. */
    Absentees(Kernel kernel, CallFrame frame, int pid, @Nullable IntPredicate refusesToMove) {
        this.kernel = kernel;
        this.frame = frame;
        this.pid = pid;
        this.devices = new DeviceAreas(kernel, pid, refusesToMove);
        this.entries = new PageMapWindow(kernel, frame, pid);
        this.cache = new PageCacheLook(kernel, frame, pid, pid == 0 || pid == kernel.getpid());
    }

    /** Tell whether any code waits to be classified. */
    static boolean areAmong(short[] codes, int count) {
        for (int i = 0; i < count; i++) {
            if (PageCode.isUnclassified(codes[i])) {
                return true;
            }
        }
        return false;
    }

    /** Returns the kind of absence that a code of {@link PageCode#absent} stands for. */
    static Absence kind(int code) {
        return KINDS[PageCode.kind(code)];
    }

    /** Replace the kernel's answer for each page without a node by what kind of absence it is; a page that has come since gets its node. */
    void classify(PageList list, short[] answers) {
        pages = list;
        codes = answers;
        frame.release();
        for (int i = 0; i < list.count();) {
            int end = i + 1;
            if (PageCode.isUnclassified(answers[i])) {
                int stop = i + list.contiguous(i);
                while (end < stop && answers[end] == answers[i]) {
                    end++;
                }
                eachArea(i, end);
            }
            i = end;
        }
    }

    private ProcessAreas areas() {
        ProcessAreas known = areas;
        if (known == null) {
            known = ProcessAreas.read(kernel, pid);
            areas = known;
        }
        return known;
    }

    /** Return where the area of an address ends, or the gap that it lies in. */
    long endOfPart(long address) {
        return areas().endOfPart(address);
    }

    private void eachArea(int from, int to) {
        int pageShift = Integer.numberOfTrailingZeros(kernel.pageSize());
        for (int at = from; at < to;) {
            long address = pages.address(at) & -kernel.pageSize();
            long left = areas().endOfPart(address) - address >>> pageShift;
            int limit = (int) Math.min(to, at + Math.max(1, Math.min(left, to - at)));
            Vma.Mapping area = areas().at(address);
            if (area != null) {
                inArea(area, at, limit);
            } else {
                fill(areas().unknownBecause().isPresent() ? Absence.UNKNOWN : Absence.NO_AREA, at, limit);
            }
            at = limit;
        }
    }

    private void inArea(Vma.Mapping area, int from, int to) {
        if (AreaKind.of(area) == AreaKind.KERNEL_DATA) {
            fill(Absence.DEVICE, from, to);
            return;
        }
        for (int at = from; at < to;) {
            Mark mark = mark(at, to);
            int limit = at + 1;
            while (limit < to && mark(limit, to) == mark) {
                limit++;
            }
            marked(mark, area, at, limit);
            at = limit;
        }
    }

    private Mark mark(int i, int to) {
        return entries.mark(pages.address(i), to - i);
    }

    private void marked(Mark mark, Vma.Mapping area, int from, int to) {
        boolean isPrivate = AreaKind.of(area) == AreaKind.PRIVATE;
        switch (mark) {
            case NONE -> {
                if (isPrivate) {
                    fill(Absence.NEVER_TOUCHED, from, to);
                } else {
                    withoutEntry(area, from, to);
                }
            }
            case PRESENT -> lookAgain(area, from, to);
            case SWAPPED -> fill(Absence.SWAPPED, from, to);
            case GUARD -> fill(isPrivate ? Absence.GUARD : Absence.UNMAPPED, from, to);
            case POISONED -> fill(Absence.POISONED, from, to);
            case ON_DEVICE -> fill(Absence.DEVICE, from, to);
            case UNREADABLE -> fill(Absence.UNKNOWN, from, to);
        }
    }

    private void withoutEntry(Vma.Mapping area, int from, int to) {
        AreaKind kind = AreaKind.of(area);
        if (kind == AreaKind.KERNEL_CODE) {
            fill(Absence.UNMAPPED, from, to);
        } else if (kind == AreaKind.FILE && (codes[from] == PageCode.EFAULT || devices.contains(area, from))) {
            fill(Absence.DEVICE, from, to);
        } else {
            cache.look(area, areas().mayHideInSwap(area), pages, from, to, codes);
        }
    }

    /** A page stands there: it came since the query, or it is one that the call does not tell. */
    private void lookAgain(Vma.Mapping area, int from, int to) {
        for (int at = from; at < to; at += CallFrame.CAPACITY) {
            int n = Math.min(CallFrame.CAPACITY, to - at);
            pages.fill(at, n, frame.addressArray, 0);
            int[] now = new int[n];
            try {
                Query.ask(kernel, frame, pid, n);
                System.arraycopy(frame.statusArray, 0, now, 0, n);
            } catch (NumaException gone) {
                Arrays.fill(now, -gone.errno().number());
            }
            for (int i = 0; i < n; i++) {
                codes[at + i] = now[i] >= 0
                        ? (short) now[i]
                        : PageCode.absent(hidden(area, at + i, (short) now[i], to), codes[at + i]);
            }
        }
    }

    private Absence hidden(Vma.Mapping area, int i, short now, int to) {
        if (!PageCode.isUnclassified(now)) {
            return Absence.UNKNOWN;
        }
        return switch (AreaKind.of(area)) {
            // A window may have been left behind by a long run.
            case PRIVATE -> mark(i, to) == Mark.PRESENT && now == PageCode.EFAULT && !entries.isOwned(pages.address(i))
                    ? Absence.ZERO_PAGE
                    : Absence.UNKNOWN;
            case FILE -> now == PageCode.EFAULT || devices.contains(area, i) ? Absence.DEVICE : Absence.UNKNOWN;
            case MEMORY, KERNEL_DATA, KERNEL_CODE -> Absence.UNKNOWN;
        };
    }

    private void fill(Absence kind, int from, int to) {
        Arrays.fill(codes, from, to, PageCode.absent(kind, codes[from]));
    }

    /** Return why some kinds are unknown, as far as that can be told. */
    Optional<String> unknownBecause() {
        return areas().unknownBecause().or(entries::unreadableBecause);
    }
}
