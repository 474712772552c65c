package io.numamigrator.sim.syscall;

import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.migrate.Isolation;
import io.numamigrator.sim.migrate.MigrationEngine;
import io.numamigrator.sim.migrate.MigrationList;
import io.numamigrator.sim.migrate.NodeTarget;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * move_pages(2) with nodes, Linux 2.6.18 to 4.16: entries are examined together, then migrated together, each to its own node.
 *
 * <p>Up to 2.6.28 all entries of the call are one chunk, and the result counts what stayed; from 2.6.29 on a chunk is what fits
 * into a page, 169 entries, and the count is thrown away.
 */
final class MovePagesByChunk {

    private static final int BYTES_PER_ENTRY = 24;
    private static final int ON_TARGET_OR_REFUSED = -1;

    private final MoveCall call;
    private final Machine machine;
    private final KernelVersion kernel;
    private final NodeCheck nodeCheck;
    private final NodeTarget memory;

    /** Entries in a chunk, unsigned. */
    private final long chunk;

    MovePagesByChunk(MoveCall call) {
        this.call = call;
        this.machine = call.space().machine;
        this.kernel = machine.kernel();
        this.nodeCheck = new NodeCheck(call.target());
        boolean fallsBack = kernel.has(KernelSwitch.TARGET_FALLS_BACK);
        this.memory = new NodeTarget(machine, call.caller().allowed(), fallsBack);
        this.chunk = kernel.has(KernelSwitch.CHUNKED)
                ? machine.geometry().pageSize() / BYTES_PER_ENTRY - 1
                : -1;
    }

    long move() {
        long[] result = new long[1];
        machine.exclusively(() -> result[0] = moveChunks());
        return result[0];
    }

    private long moveChunks() {
        long failed = 0;
        for (long at = 0; at != call.count();) {
            long left = call.count() - at;
            long n = Long.compareUnsigned(left, chunk) < 0 ? left : chunk;
            long result = chunk(at, n);
            if (result < 0) {
                return result;
            }
            failed += result;
            at += n;
        }
        return kernel.has(KernelSwitch.CHUNKED) ? 0 : failed;
    }

    /** Examine and migrate entries {@code [at, at + n)}, and return how many stayed, or a negative errno. */
    private long chunk(long at, long wanted) {
        int refused = check(at, wanted);
        if (refused != 0) {
            return refused;
        }
        int n = Math.toIntExact(wanted);
        int[] status = new int[n];
        int[] inList = new int[n];
        MigrationList list = new MigrationList(call.space());
        int[] target = new int[n];
        queue(at, n, list, status, inList, target);
        if (list.isEmpty() && kernel.has(KernelSwitch.ENOENT_IF_IDLE)) {
            return NegativeErrno.ENOENT;
        }
        long failed = new MigrationEngine(machine, memory).migrate(list, target);
        if (failed < 0) {
            return failed;
        }
        for (int i = 0; i < n; i++) {
            status[i] = inList[i] == ON_TARGET_OR_REFUSED ? status[i] : list.result(inList[i]);
        }
        return write(at, status) ? failed : NegativeErrno.EFAULT;
    }

    /** Read the entries and check their nodes; a bad one ends the call before anything of its chunk moved. */
    private int check(long at, long n) {
        long readable = Math.min(call.readableEntries(), at + n);
        for (long i = at; i < readable; i++) {
            int bad = nodeCheck.check(node(i));
            if (bad != 0) {
                return bad;
            }
        }
        return readable == at + n ? 0 : NegativeErrno.EFAULT;
    }

    private void queue(long at, int n, MigrationList list, int[] status, int[] inList, int[] target) {
        Isolation isolation = new Isolation(call.space(), call.all());
        for (int i = 0; i < n; i++) {
            long address = call.pages().getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, at + i);
            int found = isolation.queue(address, node(at + i), list, true);
            inList[i] = found == Isolation.QUEUED ? list.size() - 1 : ON_TARGET_OR_REFUSED;
            status[i] = found;
            if (found == Isolation.QUEUED) {
                target[list.size() - 1] = node(at + i);
            }
        }
    }

    private int node(long i) {
        return call.nodes().getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i);
    }

    private boolean write(long at, int[] status) {
        int writable = (int) Math.max(0, Math.min(status.length, call.writableStatuses() - at));
        // Memory that can only be read refuses even to have nothing written.
        if (writable > 0) {
            MemorySegment.copy(
                    status, 0, call.status(), ValueLayout.JAVA_INT_UNALIGNED, at * Integer.BYTES, writable);
        }
        return writable == status.length;
    }
}
