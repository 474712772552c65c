package io.numamigrator.sim.syscall;

import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.policy.MempolicyFlags;
import io.numamigrator.sim.task.AccessCheck;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** move_pages(2): the checks made once per call, in their order; then a query, or one of the two ways to move. */
public final class MovePages {

    public static final int MOVE = MempolicyFlags.MOVE;
    public static final int MOVE_ALL = MempolicyFlags.MOVE_ALL;

    private static final long BYTES_PER_ENTRY = 24;

    private final Task caller;
    private final Machine machine;
    private final KernelVersion kernel;

    MovePages(Task caller) {
        this.caller = caller;
        this.machine = caller.process.machine();
        this.kernel = machine.kernel();
    }

    long call(int pid, long count, MemorySegment pages, MemorySegment nodes, MemorySegment status, int flags) {
        if (!kernel.has(KernelSwitch.MOVE_PAGES)) {
            return NegativeErrno.ENOSYS;
        }
        if ((flags & ~(MOVE | MOVE_ALL)) != 0) {
            return NegativeErrno.EINVAL;
        }
        boolean all = (flags & MOVE_ALL) != 0;
        if (all && !AccessCheck.hasNice(caller)) {
            return NegativeErrno.EPERM;
        }
        CallTarget target = new CallTarget(caller, pid, KernelSwitch.UID_RULE_FOR_MOVE);
        int error = target.accessError();
        if (error == 0) {
            error = target.memoryError();
        }
        if (error != 0) {
            return error;
        }
        MoveCall passed = new MoveCall(caller, target.task(), target.space(), count, pages, nodes, status, all);
        return caller.process.is32Bit() && !UserArray.isNull(pages) ? carryOutWidened(passed) : carryOut(passed);
    }

    private long carryOutWidened(MoveCall passed) {
        try (Arena arena = Arena.ofConfined()) {
            CompatAddresses compat = new CompatAddresses(kernel, passed.pages(), arena);
            MemorySegment addresses = UserArray.isNull(passed.nodes())
                    ? compat.forQuery(passed.count())
                    : compat.forMove(passed.count());
            return carryOut(passed.withAddresses(addresses));
        }
    }

    private long carryOut(MoveCall call) {
        boolean query = UserArray.isNull(call.nodes());
        if (kernel.has(query ? KernelSwitch.WHOLE_QUERY : KernelSwitch.WHOLE_CALL)) {
            int tooMany = tooMany(call.count());
            if (tooMany != 0) {
                return tooMany;
            }
        }
        if (call.count() == 0) {
            return 0;
        }
        if (query) {
            return new PageQuery(call).query();
        }
        boolean chunks = kernel.has(KernelSwitch.WHOLE_CALL) || kernel.has(KernelSwitch.CHUNKED);
        return chunks ? new MovePagesByChunk(call).move() : new MovePagesByRun(call).move();
    }

    /** All entries at once need 24 bytes each: more than can be addressed is E2BIG, more than there are ENOMEM. */
    private int tooMany(long count) {
        if (Long.compareUnsigned(count, Long.divideUnsigned(-1L, BYTES_PER_ENTRY) - 1) >= 0) {
            return NegativeErrno.E2BIG;
        }
        long free = machine.nodesWithMemory().stream().mapToLong(machine::freeBytes).sum();
        return Long.compareUnsigned(count + 1, free / BYTES_PER_ENTRY) > 0 ? NegativeErrno.ENOMEM : 0;
    }
}
