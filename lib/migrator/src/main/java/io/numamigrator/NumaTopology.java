package io.numamigrator;

/** Sketch. */
public final class NumaTopology {}
