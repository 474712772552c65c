package io.numamigrator;

/** Sketch. */
public record MigrateResult(KernelCall call) {}
