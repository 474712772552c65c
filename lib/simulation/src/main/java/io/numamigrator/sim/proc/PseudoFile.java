package io.numamigrator.sim.proc;

import java.io.IOException;

/** A file of /proc or /sys. */
non-sealed interface PseudoFile extends PseudoNode {

    /** Return its text as of now, or throw what opening or reading it gives. */
    String text() throws IOException;
}
