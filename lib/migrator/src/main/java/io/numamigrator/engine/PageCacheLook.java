package io.numamigrator.engine;

import io.numamigrator.Absence;
import io.numamigrator.NumaException;
import io.numamigrator.Vma;
import io.numamigrator.access.ProcessFiles;
import io.numamigrator.areas.NumaMaps;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.pages.PageCode;
import io.numamigrator.pages.PageList;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which pages of a file are in memory although this process has not mapped them (mincore(2)).
 *
 * <p>Only of the own process: nobody may ask it for another. What cannot be told may be in memory.
 */
final class PageCacheLook {

    /** The smallest huge page of any architecture here; hugetlb areas are whole huge pages. */
    private static final long LEAST_HUGE = 64 << 10;

    private final Kernel kernel;
    private final CallFrame frame;
    private final int pid;
    private final boolean own;
    private @Nullable Set<Long> hugetlb;
    private @Nullable Boolean swapInUse;

    PageCacheLook(Kernel kernel, CallFrame frame, int pid, boolean own) {
        this.kernel = kernel;
        this.frame = frame;
        this.pid = pid;
        this.own = own;
    }

    /** Write for each page of {@code [from, to)}, neighbours in one area that have no entry, whether there is a page. */
    void look(Vma.Mapping area, boolean mayHideInSwap, PageList pages, int from, int to, short[] codes) {
        boolean told = own && !isHugetlb(area) && !(mayHideInSwap && isSwapInUse());
        int most = (int) frame.status.byteSize();
        for (int at = from; at < to; at += most) {
            int n = Math.min(most, to - at);
            long start = pages.address(at) & -kernel.pageSize();
            boolean looked = told && kernel.mincore(frame, start, (long) n * kernel.pageSize(), frame.status) == 0;
            for (int i = 0; i < n; i++) {
                boolean mayBe = !looked || (frame.status.get(ValueLayout.JAVA_BYTE, i) & 1) != 0;
                codes[at + i] = PageCode.absent(mayBe ? Absence.UNMAPPED : Absence.FILE_HOLE, codes[at + i]);
            }
        }
    }

    /** Tell whether mincore(2) looks at page tables alone there; a glance at the borders spares the long way for most. */
    private boolean isHugetlb(Vma.Mapping area) {
        return ((area.range().start() | area.range().end()) & LEAST_HUGE - 1) == 0 && hugetlb(area.range().start());
    }

    private boolean hugetlb(long start) {
        Set<Long> starts = hugetlb;
        if (starts == null) {
            starts = hugetlbAreas();
            hugetlb = starts;
        }
        return starts.isEmpty() || starts.contains(start);
    }

    /** Read which areas numa_maps has as {@code huge}; -1 stands among them if it can be read, so that none is not nobody knows. */
    private Set<Long> hugetlbAreas() {
        Set<Long> starts = new HashSet<>();
        try {
            ProcessFiles.of(kernel, pid).read("numa_maps").lines()
                    .filter(line -> (line + " ").contains(" huge "))
                    .forEach(line -> starts.add(Long.parseUnsignedLong(line, 0, line.indexOf(' '), 16)));
            starts.add(-1L);
        } catch (NumaException hidden) {
            starts.clear();
        }
        return starts;
    }

    /** A page of shared memory that is swapped out looks as if it were nowhere. */
    private boolean isSwapInUse() {
        Boolean known = swapInUse;
        if (known == null) {
            known = !NumaMaps.isSwapUnused(kernel);
            swapInUse = known;
        }
        return known;
    }
}
