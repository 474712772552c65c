package io.numamigrator.sim.syscall;

import io.numamigrator.sim.machine.CallScratch;
import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.migrate.Isolation;
import io.numamigrator.sim.migrate.LruAddBatch;
import io.numamigrator.sim.migrate.MigrationEngine;
import io.numamigrator.sim.migrate.MigrationList;
import io.numamigrator.sim.migrate.NodeTarget;
import io.numamigrator.sim.migrate.PlainPageFastPath;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Neighbours;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * move_pages(2) with nodes, Linux 4.17 and later: entries with one target are a run, which is migrated when it ends.
 *
 * <p>Begins as one of many callers; when it meets a page of which more is to be said than its entry can, it goes back to the start of
 * its run and goes on alone.
 */
final class MovePagesByRun {

    private static final int NONE = -1;
    private static final long BEGIN_AGAIN_ALONE = Long.MIN_VALUE;

    private final MoveCall call;
    private final AddressSpace space;
    private final Machine machine;
    private final Geometry geometry;
    private final NodeCheck nodeCheck;
    private final PlainPageFastPath own;
    private final Isolation isolation;
    private final MigrationList list;
    private final MigrationEngine engine;
    private final LruAddBatch fresh;
    private final CallScratch scratch;
    private final boolean toldWithRun;
    private final int unattempted;
    private final long readable;
    private final long writable;

    private boolean alone;
    private long next;
    private int target = NONE;
    private long runStart;
    private long loaded;
    private int loadedCount;
    private int error;

    MovePagesByRun(MoveCall call) {
        this.call = call;
        this.space = call.space();
        this.machine = space.machine;
        this.geometry = space.geometry;
        this.nodeCheck = new NodeCheck(call.target());
        this.own = new PlainPageFastPath(space);
        this.isolation = new Isolation(space, call.all());
        this.list = new MigrationList(space);
        this.engine = new MigrationEngine(machine, new NodeTarget(machine, call.caller().allowed(), false));
        KernelVersion kernel = machine.kernel();
        this.fresh = new LruAddBatch(space);
        this.toldWithRun = kernel.has(KernelSwitch.IN_PLACE_TOLD_WITH_RUN);
        this.unattempted = kernel.has(KernelSwitch.COUNTS_UNATTEMPTED)
                ? 0
                : kernel.has(KernelSwitch.COUNTS_UNATTEMPTED_LESS_ONE)
                        ? 1
                        : NONE;
        this.readable = call.readableEntries();
        this.writable = call.writableStatuses();
        this.scratch = machine.scratch().borrow();
    }

    long move() {
        try {
            long result = machine.stepsPages() ? BEGIN_AGAIN_ALONE : beside();
            return result == BEGIN_AGAIN_ALONE ? alone() : result;
        } finally {
            machine.scratch().giveBack(scratch);
        }
    }

    private long beside() {
        machine.lock.readLock().lock();
        try {
            return goOn();
        } finally {
            machine.lock.readLock().unlock();
        }
    }

    private long alone() {
        long[] result = new long[1];
        alone = true;
        machine.exclusively(() -> result[0] = goOn());
        return result[0];
    }

    private long goOn() {
        while (next != call.count()) {
            if (next == readable) {
                error = NegativeErrno.EFAULT;
                break;
            }
            if (machine.faults().interrupts(next)) {
                error = NegativeErrno.EINTR;
                break;
            }
            load();
            int at = (int) (next - loaded);
            error = nodeCheck.check(scratch.node[at]);
            if (error != 0) {
                break;
            }
            long flushed = beginRun(scratch.node[at]);
            if (flushed != 0) {
                return flushed;
            }
            long result = step(at);
            if (result != 0) {
                return result;
            }
            if (error != 0) {
                break;
            }
        }
        long flushed = toldWithRun && list.isEmpty() ? 0 : flush(next);
        return error != 0 ? error : flushed;
    }

    /** Copy the next part of the caller's arrays, if entry {@code next} is not in the part at hand. */
    private void load() {
        if (next >= loaded && next < loaded + loadedCount) {
            return;
        }
        int n = (int) Math.min(readable - next, CallScratch.CAPACITY);
        MemorySegment.copy(call.pages(), ValueLayout.JAVA_LONG_UNALIGNED, next * Long.BYTES, scratch.address, 0, n);
        MemorySegment.copy(call.nodes(), ValueLayout.JAVA_INT_UNALIGNED, next * Integer.BYTES, scratch.node, 0, n);
        loaded = next;
        loadedCount = n;
    }

    private long beginRun(int node) {
        if (target == node) {
            return 0;
        }
        long flushed = target == NONE ? 0 : flush(next);
        runStart = next;
        target = node;
        return flushed;
    }

    /** Deal with entry {@code next}, and with those after it that are like it; return 0 to go on. */
    private long step(int at) {
        long page = geometry.page(scratch.address[at]);
        if (fresh.isBusy(page, target)) {
            return tell(1, NegativeErrno.EBUSY);
        }
        int most = fresh.isEmpty() ? Neighbours.run(scratch.address, scratch.node, at, loadedCount, geometry) : 1;
        int got = own.isolate(page, most, target);
        return switch (own.found()) {
            case ISOLATED -> queued(page, got);
            case IN_PLACE -> tell(got, target);
            case OTHER -> closerLook(scratch.address[at]);
        };
    }

    private long queued(long page, int count) {
        list.addOwn(page, count);
        next += count;
        return 0;
    }

    private long closerLook(long address) {
        int status = isolation.queue(address, target, list, alone);
        if (status == Isolation.WANTS_TO_BE_ALONE) {
            next = list.isEmpty() && !toldWithRun ? next : runStart;
            list.putBack();
            target = NONE;
            return BEGIN_AGAIN_ALONE;
        }
        if (status == Isolation.QUEUED) {
            next++;
            return 0;
        }
        return tell(1, status);
    }

    /** Write the status of entries that are not queued, and migrate the run before them. */
    private long tell(int count, int status) {
        if (toldWithRun && status == target) {
            next += count;
            return 0;
        }
        if (next >= writable) {
            error = NegativeErrno.EFAULT;
            return 0;
        }
        write(next, next + 1, status);
        long flushed = flush(next);
        if (flushed != 0) {
            return flushed > 0 && unattempted == 0 ? flushed - 1 : flushed;
        }
        target = NONE;
        long limit = Math.min(next + count, writable);
        write(next + 1, limit, status);
        if (limit < next + count) {
            error = NegativeErrno.EFAULT;
        }
        next = limit;
        return 0;
    }

    /** Migrate what is queued, and write the statuses of its run if all of it went. */
    private long flush(long limit) {
        if (list.isEmpty()) {
            return toldWithRun && target != NONE ? writeRun(limit) : 0;
        }
        long failed = engine.migrate(list, target);
        fresh.remember(list);
        list.clear();
        if (failed > 0) {
            // The kernel counts in an int: a huge count may come to nothing, and the call goes on.
            return unattempted == NONE ? failed : (int) (failed + call.count() - limit - unattempted);
        }
        return failed < 0 ? failed : writeRun(limit);
    }

    private long writeRun(long limit) {
        long reached = Math.max(runStart, Math.min(limit, writable));
        write(runStart, reached, target);
        return reached < limit ? NegativeErrno.EFAULT : 0;
    }

    private void write(long from, long to, int status) {
        if (from < to) {
            UserArray.fill(call.status(), from, to, status, scratch.fill);
        }
    }
}
