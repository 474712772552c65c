package io.numamigrator;

import org.junit.jupiter.api.AfterEach;

/** Scans of page tables on the kernel that runs here. */
class PageScanHereTest implements PageScanContract {

    private final LinuxAbsentMemory memory = new LinuxAbsentMemory(false);

    @Override
    public AbsentMemory memory() {
        return memory;
    }

    @AfterEach
    void end() {
        memory.end();
    }
}
