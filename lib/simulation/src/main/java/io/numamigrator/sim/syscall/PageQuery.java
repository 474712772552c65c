package io.numamigrator.sim.syscall;

import io.numamigrator.sim.machine.CallScratch;
import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Neighbours;
import io.numamigrator.sim.mm.PackedEntries;
import io.numamigrator.sim.mm.PageDirectory;
import io.numamigrator.sim.mm.PageLookup;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.version.KernelSwitch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** move_pages(2) without nodes: where is each page? Reads only, so it never waits for moves of others. */
final class PageQuery {

    /** Entries that are read, resolved and written together. */
    private static final int CHUNK = 16;

    private final MoveCall call;
    private final AddressSpace space;
    private final Geometry geometry;
    private final PageLookup lookup;

    PageQuery(MoveCall call) {
        this.call = call;
        this.space = call.space();
        this.geometry = space.geometry;
        this.lookup = new PageLookup(space);
    }

    long query() {
        Machine machine = space.machine;
        CallScratch scratch = machine.scratch().borrow();
        machine.lock.readLock().lock();
        try {
            return query(scratch);
        } finally {
            machine.lock.readLock().unlock();
            machine.scratch().giveBack(scratch);
        }
    }

    private long query(CallScratch scratch) {
        boolean streams = !space.machine.kernel().has(KernelSwitch.WHOLE_QUERY);
        long readable = call.readableAddresses();
        long writable = call.writableStatuses();
        long whole = Math.min(readable, writable);
        if (whole != call.count()) {
            // Before 2.6.28 all addresses were read first, and statuses written until one could not be.
            whole = streams ? streamed(readable, writable) : readable == call.count() ? writable : 0;
        }
        for (long at = 0; at < whole; at += CallScratch.CAPACITY) {
            int n = (int) Math.min(whole - at, CallScratch.CAPACITY);
            MemorySegment.copy(
                    call.pages(), ValueLayout.JAVA_LONG_UNALIGNED, at * Long.BYTES, scratch.address, 0, n);
            resolve(scratch.address, scratch.status, n);
            MemorySegment.copy(
                    scratch.status, 0, call.status(), ValueLayout.JAVA_INT_UNALIGNED, at * Integer.BYTES, n);
        }
        return whole == call.count() ? 0 : NegativeErrno.EFAULT;
    }

    /** A chunk whose addresses cannot all be read is not looked at; of its statuses those are written that can be. */
    private long streamed(long readable, long writable) {
        return Math.min(readable == call.count() ? readable : readable / CHUNK * CHUNK, writable);
    }

    private void resolve(long[] address, int[] status, int n) {
        for (int i = 0; i < n;) {
            long page = geometry.page(address[i]);
            int run = Neighbours.run(address, i, n, geometry);
            i = resolveRun(address, status, i, i + run, page);
        }
    }

    /** Resolve entries {@code [from, limit)}, neighbours in one page table. */
    private int resolveRun(long[] address, int[] status, int from, int limit, long page) {
        PageDirectory directory = space.table.directory(page);
        if (directory != null) {
            int table = space.table.tableOf(page);
            PackedEntries entries = directory.entries(table);
            if (entries != null) {
                return resolveMixed(address, status, from, limit, entries, space.table.indexOf(page));
            }
            int all = directory.uniform(table);
            if (Pte.kind(all) == Pte.PLAIN) {
                Arrays.fill(status, from, limit, Pte.node(all));
                return limit;
            }
        }
        status[from] = single(address[from]);
        return from + 1;
    }

    private int resolveMixed(long[] address, int[] status, int from, int limit, PackedEntries entries, int index) {
        for (int i = from; i < limit;) {
            i += entries.plainNodes(index + i - from, limit - i, status, i);
            if (i < limit) {
                status[i] = single(address[i]);
                i++;
            }
        }
        return limit;
    }

    private int single(long address) {
        int missing = lookup.forQuery(address);
        return missing == PageLookup.PRESENT ? lookup.node() : missing;
    }
}
