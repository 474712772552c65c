package io.numamigrator;

import org.junit.jupiter.api.AfterAll;

/** A thousand mixtures on the real kernel of a guest with several nodes. */
class CompletenessInGuest implements CompletenessContract {

    private static final LinuxAbsentMemory MEMORY = new LinuxAbsentMemory(true);

    @Override
    public AbsentMemory memory() {
        return MEMORY;
    }

    @AfterAll
    static void end() {
        MEMORY.end();
    }
}
