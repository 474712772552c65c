package io.numamigrator.sim.task;

import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.mm.AddressSpace;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The descriptors of a process that page maps are open under. */
public final class OpenPageMaps {

    /** 0 to 2 are the standard streams. */
    private static final int FIRST = 3;

    private final TreeMap<Integer, PageMap> maps = new TreeMap<>();

    /** One that is open: it stays with the memory that the process had when it was opened. */
    public record PageMap(Process process, AddressSpace space) {

        /** Tells whether it is the process's memory still: the process has neither ended nor started another program. */
        public boolean isLive() {
            return process.space() == space;
        }
    }

    /** Returns a descriptor for a page map: the lowest that is free. */
    public synchronized int open(PageMap map) {
        int free = FIRST;
        while (maps.containsKey(free)) {
            free++;
        }
        maps.put(free, map);
        return free;
    }

    /** Returns what a descriptor was opened for; null if it is not open. */
    public synchronized @Nullable PageMap at(long descriptor) {
        return descriptor == (int) descriptor ? maps.get((int) descriptor) : null;
    }

    /** Closes a descriptor, and returns 0 or EBADF. */
    public synchronized int close(long descriptor) {
        boolean open = descriptor == (int) descriptor && maps.remove((int) descriptor) != null;
        return open ? 0 : NegativeErrno.EBADF;
    }

    /** Closes all: they are opened with O_CLOEXEC. */
    synchronized void closeAll() {
        maps.clear();
    }
}
