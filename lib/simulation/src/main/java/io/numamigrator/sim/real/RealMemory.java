package io.numamigrator.sim.real;

import io.numamigrator.MemoryRange;
import io.numamigrator.sim.fault.ProcessMemory;
import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.mm.PageTable;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.task.Process;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.MemorySegment.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Memory that this JVM really holds, taken over by a simulated process when it is first named.
 *
 * <p>Pages that really are there count as touched by the calling thread at that moment; where the operating system does
 * not tell (it does on Linux), all do. Content is never read or written. What was taken over is kept from being freed by the
 * garbage collector, so that its addresses stay its own; memory of a closed arena is let go of.
 */
public final class RealMemory {

    /** Pages looked at together: a wild segment can be as long as the address space. */
    private static final long WINDOW = 1 << 20;

    private final Process process;
    private final Geometry geometry;
    private final NavigableMap<Long, Piece> pieces = new TreeMap<>();

    /** Whole pages that were taken over; no scope if the library mapped them itself. */
    private record Piece(long start, long end, @Nullable Scope scope) {

        boolean isAlive() {
            return scope == null || scope.isAlive();
        }
    }

    public RealMemory(Process process) {
        this.process = process;
        this.geometry = process.machine().geometry();
    }

    /** Take over what is new of a segment, and touch what has come to be there. */
    public synchronized void see(MemorySegment segment) {
        if (segment.byteSize() == 0 || !segment.isNative()) {
            return;
        }
        MemoryRange pages = userPages(segment);
        if (pages.bytes() == 0) {
            return;
        }
        forgetClosed(pages);
        for (MemoryRange gap : gaps(pages)) {
            if (segment.isMapped() || isThere(gap)) {
                new RealMapping(process).take(gap, segment);
                pieces.put(gap.start(), new Piece(gap.start(), gap.end(), segment.scope()));
            }
        }
        eachPiece(pages, this::touchWhatIsThere);
    }

    /** Note memory that the library mapped for the process. */
    synchronized void mapped(MemoryRange pages) {
        pieces.put(pages.start(), new Piece(pages.start(), pages.end(), null));
    }

    /** Forget memory that was unmapped. */
    public synchronized void unmapped(MemoryRange pages) {
        for (Piece piece : overlapping(pages)) {
            pieces.remove(piece.start);
            keep(piece, piece.start, Math.min(piece.end, pages.start()));
            keep(piece, Math.max(piece.start, pages.end()), piece.end);
        }
    }

    private void keep(Piece piece, long start, long end) {
        if (start < end) {
            pieces.put(start, new Piece(start, end, piece.scope));
        }
    }

    /** Return the pages of a segment that a process can have; wild addresses may lie anywhere, and a range over both. */
    private MemoryRange userPages(MemorySegment segment) {
        long limit = geometry.taskSize();
        long room = limit - segment.address();
        return segment.address() < 0 || room <= 0
                ? new MemoryRange(0, 0)
                : wholePages(segment.address(), Math.min(segment.byteSize(), room));
    }

    public MemoryRange wholePages(long address, long bytes) {
        long start = geometry.address(geometry.page(address));
        long end = geometry.address(geometry.page(address + bytes - 1) + 1);
        return new MemoryRange(start, end - start);
    }

    private void forgetClosed(MemoryRange pages) {
        for (Piece piece : overlapping(pages)) {
            if (!piece.isAlive()) {
                new ProcessMemory(process).unmap(new MemoryRange(piece.start, piece.end - piece.start));
                pieces.remove(piece.start);
            }
        }
    }

    private List<Piece> overlapping(MemoryRange pages) {
        Long first = pieces.floorKey(pages.start());
        List<Piece> found = new ArrayList<>();
        for (Piece piece : pieces.subMap(first == null ? pages.start() : first, true, pages.end(), false).values()) {
            if (piece.end > pages.start()) {
                found.add(piece);
            }
        }
        return found;
    }

    /** Java touches what it allocates; where nothing is there, a segment was made of a wild address. */
    private boolean isThere(MemoryRange gap) {
        long from = geometry.page(gap.start());
        long past = geometry.page(gap.end());
        for (long at = from; at < past; at += WINDOW) {
            long end = Math.min(at + WINDOW, past);
            if (ResidentBits.of(geometry, at, end).next(0) < end - at) {
                return true;
            }
        }
        return false;
    }

    /** Return where nothing is mapped in the process. */
    private List<MemoryRange> gaps(MemoryRange pages) {
        List<MemoryRange> gaps = new ArrayList<>();
        long at = pages.start();
        for (Vma area : process.requireSpace().areas(pages.start(), pages.end())) {
            if (area.start() > at) {
                gaps.add(new MemoryRange(at, area.start() - at));
            }
            at = Math.max(at, area.end());
        }
        if (at < pages.end()) {
            gaps.add(new MemoryRange(at, pages.end() - at));
        }
        return gaps;
    }

    private interface PieceWork {
        void on(long firstPage, long past);
    }

    /** Areas that were mapped by hand are not touched: whoever did knows what is there. */
    private void eachPiece(MemoryRange pages, PieceWork work) {
        for (Piece piece : overlapping(pages)) {
            work.on(geometry.page(Math.max(piece.start, pages.start())),
                    geometry.page(Math.min(piece.end, pages.end())));
        }
    }

    private void touchWhatIsThere(long from, long past) {
        PageTable table = process.requireSpace().table;
        for (long page = from; page < past;) {
            long end = table.endOfRun(page, past);
            if (table.entry(page) == Pte.NONE) {
                for (long at = page; at < end; at += WINDOW) {
                    touch(at, Math.min(at + WINDOW, end));
                }
            }
            page = end;
        }
    }

    private void touch(long from, long past) {
        ResidentBits there = ResidentBits.of(geometry, from, past);
        for (int first = there.next(0); first < past - from; first = there.next(there.nextAbsent(first))) {
            long start = geometry.address(from + first);
            MemoryRange present = new MemoryRange(start, geometry.address(from + there.nextAbsent(first)) - start);
            new ProcessMemory(process).touch(process.thread(), present, true);
        }
    }
}
