package io.numamigrator.sim.proc;

import java.io.IOException;

/** What a path of /proc or /sys leads to; its content comes to be when it is asked for. */
sealed interface PseudoNode permits PseudoFile, PseudoDirectory, PseudoLink {

    /** Makes a node when a path leads to it. */
    interface Source {
        PseudoNode open() throws IOException;
    }
}
