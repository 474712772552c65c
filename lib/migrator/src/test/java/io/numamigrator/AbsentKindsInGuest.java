package io.numamigrator;

import org.junit.jupiter.api.AfterEach;

/** Kinds of absence on the real kernel of a guest with several nodes. */
class AbsentKindsInGuest implements AbsentKindsContract {

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
