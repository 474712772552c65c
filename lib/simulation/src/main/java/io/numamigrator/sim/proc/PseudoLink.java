package io.numamigrator.sim.proc;

import java.io.IOException;

/** A link of /proc or /sys, of which only the text is known: what it leads to is no part of the machine. */
non-sealed interface PseudoLink extends PseudoNode {

    /** Returns where it leads, or throws what readlink(2) gives. */
    String target() throws IOException;
}
