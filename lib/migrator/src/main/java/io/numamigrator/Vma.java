package io.numamigrator;

/** Sketch. */
public record Vma(long start) {}
