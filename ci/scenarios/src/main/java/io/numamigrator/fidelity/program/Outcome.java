package io.numamigrator.fidelity.program;

/** What became of a program. */
public sealed interface Outcome {

    /** It ran to its end. */
    record Seen(Observations observations) implements Outcome {}

    /**
     * It did not: a guest went down, or the simulation threw.
     *
     * @param why the message, and where it came from
     */
    record Failed(String why) implements Outcome {}
}
