package io.numamigrator.examples;

import io.numamigrator.MoveResult;
import io.numamigrator.NumaMigrator;
import io.numamigrator.Placement;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A small off-heap cache in two halves: hot entries on the node of those who read them, cold ones on the node farthest from it.
 *
 * <p>It knows nothing of simulation; its test runs it on simulated nodes.
 */
public final class OffHeapCache implements AutoCloseable {

    private final NumaMigrator numa;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment hot;
    private final MemorySegment cold;

    /** Allocate both halves, of {@code bytes} each. */
    public OffHeapCache(NumaMigrator numa, long bytes) {
        this.numa = numa;
        int page = numa.backend().pageSize();
        MemorySegment all = arena.allocate(2 * bytes, page);
        hot = all.asSlice(0, bytes);
        cold = all.asSlice(bytes);
    }

    /** Return the half that is read often. */
    public MemorySegment hot() {
        return hot;
    }

    /** Return the half that is read rarely. */
    public MemorySegment cold() {
        return cold;
    }

    /**
     * Move both halves to where they belong, for readers on a node.
     *
     * @return what became of the pages; some may have had to stay
     */
    public MoveResult placeFor(int readers) {
        int far = numa.topology().farthestAllowed(readers).orElse(readers);
        return numa.move(Placement.of(hot, readers).and(cold, far));
    }

    @Override
    public void close() {
        arena.close();
    }
}
