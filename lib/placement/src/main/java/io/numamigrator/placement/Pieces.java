package io.numamigrator.placement;

import io.numamigrator.MemoryRange;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Cuts entries into pieces and gathers them into groups, each about as large as one request is to be. */
final class Pieces implements Iterator<List<PlanEntry>> {

    /** Ranges that one request names at most. */
    private static final int MOST = 4096;

    private final Iterator<PlanEntry> entries;
    private final long bytesEach;
    private @Nullable PlanEntry cut;
    private long done;

    /**
     * Begins.
     *
     * @param bytesEach how large a group is at most, whole pages
     */
    Pieces(Iterator<PlanEntry> entries, long bytesEach) {
        this.entries = entries;
        this.bytesEach = bytesEach;
    }

    @Override
    public boolean hasNext() {
        return cut != null || entries.hasNext();
    }

    @Override
    public List<PlanEntry> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        List<PlanEntry> group = new ArrayList<>();
        long room = bytesEach;
        while (room > 0 && group.size() < MOST && hasNext()) {
            PlanEntry entry = cut == null ? entries.next() : cut;
            long bytes = Math.min(room, entry.range().bytes() - done);
            group.add(entry.part(new MemoryRange(entry.range().start() + done, bytes)));
            room -= bytes;
            done += bytes;
            boolean whole = done == entry.range().bytes();
            cut = whole ? null : entry;
            done = whole ? 0 : done;
        }
        return group;
    }
}
