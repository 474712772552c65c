package io.numamigrator.sim;

import io.numamigrator.sim.mm.HeldPages;

/** References that somebody holds to pages, as for DMA: nobody can move them until the references are let go of. */
public final class Pin implements AutoCloseable {

    private final HeldPages held;

    Pin(HeldPages held) {
        this.held = held;
    }

    /** Let go of the references; a second time nothing happens. */
    @Override
    public void close() {
        held.letGo();
    }
}
