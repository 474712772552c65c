package io.numamigrator;

import org.junit.jupiter.api.AfterAll;

/** Mixtures on the kernel that runs here, without what belongs to everybody: swap, pools of huge pages, devices. */
class CompletenessHereTest implements CompletenessContract {

    private static final LinuxAbsentMemory MEMORY = new LinuxAbsentMemory(false);

    @Override
    public AbsentMemory memory() {
        return MEMORY;
    }

    @Override
    public int portion() {
        return Integer.getInteger("cases", 8);
    }

    @AfterAll
    static void end() {
        MEMORY.end();
    }
}
