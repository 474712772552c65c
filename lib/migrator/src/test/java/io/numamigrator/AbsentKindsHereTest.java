package io.numamigrator;

import org.junit.jupiter.api.AfterEach;

/** Kinds of absence on the kernel that runs here; one node is enough to tell them apart. */
class AbsentKindsHereTest implements AbsentKindsContract {

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
