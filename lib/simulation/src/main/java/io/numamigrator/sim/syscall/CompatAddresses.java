package io.numamigrator.sim.syscall;

import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The addresses that a 64-bit kernel takes a 32-bit caller of move_pages(2) to mean: SEMANTICS 1.9.
 *
 * <p>Such a caller passes addresses of four bytes; nodes and statuses are the same for everybody.
 */
final class CompatAddresses {

    /** Entries of a query that are read together. */
    private static final int CHUNK = 16;

    private final KernelVersion kernel;
    private final MemorySegment passed;
    private final Arena call;

    /** Prepares to widen addresses into memory of an arena that lives as long as the call. */
    CompatAddresses(KernelVersion kernel, MemorySegment passed, Arena call) {
        this.call = call;
        this.kernel = kernel;
        this.passed = passed;
    }

    /** Return what a query of so many pages reads, as addresses of eight bytes; short of what cannot be accessed. */
    MemorySegment forQuery(long count) {
        return kernel.has(KernelSwitch.COMPAT_QUERY_STRIDE)
                // Between chunks the pointer goes on by eight bytes an entry.
                ? widened(count, entry -> entry / CHUNK * 2 * CHUNK + entry % CHUNK)
                : widened(count, entry -> entry);
    }

    /** Return what a move of so many pages reads. */
    MemorySegment forMove(long count) {
        // Two addresses are taken for one.
        return kernel.has(KernelSwitch.COMPAT_MOVE_WRONG) ? passed : widened(count, entry -> entry);
    }

    private interface Reading {
        long elementOf(long entry);
    }

    private MemorySegment widened(long count, Reading reading) {
        long there = passed.byteSize() / Integer.BYTES;
        int readable = 0;
        while (Long.compareUnsigned(readable, count) < 0 && reading.elementOf(readable) < there) {
            readable++;
        }
        MemorySegment wide = call.allocate(ValueLayout.JAVA_LONG, Math.max(1, readable));
        for (int entry = 0; entry < readable; entry++) {
            int address = passed.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, reading.elementOf(entry));
            wide.setAtIndex(ValueLayout.JAVA_LONG, entry, Integer.toUnsignedLong(address));
        }
        return wide.asSlice(0, readable * (long) Long.BYTES);
    }
}
