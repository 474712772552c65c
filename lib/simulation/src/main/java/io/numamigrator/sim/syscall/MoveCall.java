package io.numamigrator.sim.syscall;

import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.task.Task;
import java.lang.foreign.MemorySegment;

/**
 * The arguments of a move_pages(2) that passed the checks made once.
 *
 * @param caller who calls
 * @param target whose pages are meant
 * @param space the target's memory
 * @param count number of entries, unsigned
 * @param pages addresses × int64
 * @param nodes targets × int32
 * @param status answers × int32
 * @param all whether shared pages move, too
 */
record MoveCall(
        Task caller,
        Task target,
        AddressSpace space,
        long count,
        MemorySegment pages,
        MemorySegment nodes,
        MemorySegment status,
        boolean all) {

    /** Returns the same call with other addresses. */
    MoveCall withAddresses(MemorySegment other) {
        return new MoveCall(caller, target, space, count, other, nodes, status, all);
    }

    long readableAddresses() {
        return UserArray.accessible(pages, Long.BYTES, count);
    }

    long readableEntries() {
        return Math.min(readableAddresses(), UserArray.accessible(nodes, Integer.BYTES, count));
    }

    long writableStatuses() {
        return UserArray.writable(status, Integer.BYTES, count);
    }
}
