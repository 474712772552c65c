package io.numamigrator.pages;

import java.lang.foreign.MemorySegment;

/** Is told the parts of a placement, first named first. */
public interface PlacementParts {

    /** Takes a segment of this process, whose lifetime is honoured during each call. */
    void segment(MemorySegment segment, int node);

    /** Takes bare addresses. */
    void range(long start, long bytes, int node);

    /** Takes single addresses, each with its own node; the arrays are not to be written to. */
    void addresses(long[] addresses, int[] nodes);
}
