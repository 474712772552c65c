package io.numamigrator.sim;

import io.numamigrator.sim.mm.HeldPages;

/** Additional references to pages, as for DMA: the pages cannot move until the pin is closed. */
public final class Pin implements AutoCloseable {

    private final HeldPages held;

    Pin(HeldPages held) {
        this.held = held;
    }

    /** Releases the references; closing again has no effect. */
    @Override
    public void close() {
        held.letGo();
    }
}
