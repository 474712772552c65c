package io.numamigrator;

import org.junit.jupiter.api.AfterEach;

/** Scans of page tables on the real kernel of a guest. */
class PageScanInGuest implements PageScanContract {

    private final LinuxAbsentMemory memory = new LinuxAbsentMemory(true);

    @Override
    public AbsentMemory memory() {
        return memory;
    }

    @AfterEach
    void end() {
        memory.end();
    }
}
