package io.numamigrator;

/** Sketch. */
public record MemoryPolicy(Mode mode, NodeSet nodes) {
    /** Sketch. */
    public enum Mode { DEFAULT, PREFERRED, BIND, INTERLEAVE, LOCAL, PREFERRED_MANY, WEIGHTED_INTERLEAVE }
}
