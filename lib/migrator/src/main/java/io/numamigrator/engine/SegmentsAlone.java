package io.numamigrator.engine;

import io.numamigrator.pages.PlacementParts;

/** Looks at the segments of a placement and passes over its other parts. */
@FunctionalInterface
interface SegmentsAlone extends PlacementParts {

    @Override
    default void range(long start, long bytes, int node) {}

    @Override
    default void addresses(long[] addresses, int[] nodes) {}
}
