package io.numamigrator.cli.draw;

import io.numamigrator.sim.TraceEvent;

/** What a step of the migration engine is about, and its colour. */
enum Phase {
    TAKE("take and allocate", "#8c959f"),
    LOCK("lock and wait", "#0969da"),
    UNMAP("unmap", "#8250df"),
    CHECK("check and switch", "#bf8700"),
    COPY("copy", "#1a7f37"),
    FINISH("remap and give back", "#2da19a"),
    REFUSE("back out", "#cf222e");

    private final String words;
    private final String colour;

    Phase(String words, String colour) {
        this.words = words;
        this.colour = colour;
    }

    String words() {
        return words;
    }

    String colour() {
        return colour;
    }

    static Phase of(TraceEvent event) {
        if (event.errno() != 0) {
            return REFUSE;
        }
        return switch (event.step()) {
            case ISOLATE, ALLOC, ADD_SWAP_ENTRY -> TAKE;
            case LOCK_SRC, WAIT_WRITEBACK, LOCK_DST, PRESET_DST, FAULT_WAITS -> LOCK;
            case UNMAP -> UNMAP;
            case LOCK_TREE, CHECK_REFS, CHECK_SLOT, CHECK_MAPPING, REPLACE_SLOT, DROP_OLD_REF, UNLOCK_TREE -> CHECK;
            case COPY_DATA, COPY_FLAGS, CLEAR_OLD_FLAGS, END_WRITEBACK -> COPY;
            case REMAP, UNLOCK, LRU_ADD, FAULT_GOES_ON -> FINISH;
            case RESTORE, PUT_BACK -> REFUSE;
        };
    }
}
