package io.numamigrator.cli.where;

import io.numamigrator.MemoryRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which addresses of a process are known to be used for what; ranges do not overlap, the first said counts. */
public final class Layout {

    /**
     * Addresses and what they are used for.
     *
     * @param range the addresses
     * @param kind their use
     */
    public record Piece(MemoryRange range, MemoryKind kind) {}

    private record Use(long end, MemoryKind kind) {}

    // Addresses of user space are below 2^63 on every architecture this runs on, so signed order is right.
    private final TreeMap<Long, Use> uses = new TreeMap<>();

    /** Say what a range is used for, where nothing was said before. */
    public void say(MemoryRange range, MemoryKind kind) {
        for (MemoryRange gap : gaps(range)) {
            uses.put(gap.start(), new Use(gap.end(), kind));
        }
    }

    /** Return whether nothing is known. */
    public boolean isEmpty() {
        return uses.isEmpty();
    }

    /** Return whether some range is known to be used so. */
    public boolean knows(MemoryKind kind) {
        return uses.values().stream().anyMatch(use -> use.kind() == kind);
    }

    /** Return the parts of a range with a known use, ascending; neighbours of one kind are one part. */
    public List<Piece> within(MemoryRange range) {
        List<Piece> pieces = new ArrayList<>();
        Map.Entry<Long, Use> at = uses.floorEntry(range.start());
        long from = at == null ? range.start() : at.getKey();
        for (Map.Entry<Long, Use> each : uses.subMap(from, range.end()).entrySet()) {
            long start = Math.max(each.getKey(), range.start());
            long end = Math.min(each.getValue().end(), range.end());
            if (start < end) {
                append(pieces, start, end, each.getValue().kind());
            }
        }
        return pieces;
    }

    private static void append(List<Piece> pieces, long start, long end, MemoryKind kind) {
        if (!pieces.isEmpty()) {
            Piece last = pieces.getLast();
            if (last.kind() == kind && last.range().end() == start) {
                pieces.removeLast();
                pieces.add(new Piece(span(last.range().start(), end), kind));
                return;
            }
        }
        pieces.add(new Piece(span(start, end), kind));
    }

    /** Return the parts of a range of which nothing is known, ascending. */
    public List<MemoryRange> gaps(MemoryRange range) {
        List<MemoryRange> gaps = new ArrayList<>();
        long at = range.start();
        for (Piece piece : within(range)) {
            if (at < piece.range().start()) {
                gaps.add(span(at, piece.range().start()));
            }
            at = piece.range().end();
        }
        if (at < range.end()) {
            gaps.add(span(at, range.end()));
        }
        return gaps;
    }

    private static MemoryRange span(long start, long end) {
        return new MemoryRange(start, end - start);
    }
}
