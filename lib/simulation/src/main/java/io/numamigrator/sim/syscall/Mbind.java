package io.numamigrator.sim.syscall;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.migrate.MigrationEngine;
import io.numamigrator.sim.migrate.MigrationList;
import io.numamigrator.sim.migrate.MisplacedPages;
import io.numamigrator.sim.migrate.PolicyTarget;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.AreaPolicy;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.policy.MempolicyFlags;
import io.numamigrator.sim.policy.Policy;
import io.numamigrator.sim.policy.Policy.Mode;
import io.numamigrator.sim.policy.PolicyMaker;
import io.numamigrator.sim.task.AccessCheck;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** mbind(2): SEMANTICS 3.2. */
final class Mbind {

    static final int STRICT = MempolicyFlags.STRICT;

    private static final int KNOWN = STRICT | MovePages.MOVE | MovePages.MOVE_ALL;

    private final Task caller;
    private final Machine machine;
    private final KernelVersion kernel;
    private final PolicyMaker maker;

    Mbind(Task caller) {
        this.caller = caller;
        this.machine = caller.process.machine();
        this.kernel = machine.kernel();
        this.maker = new PolicyMaker(machine);
    }

    long call(long start, long length, int modeWord, MemorySegment nodeMask, long maxNode, int flags) {
        Mode mode = maker.mode(modeWord);
        if (mode == null) {
            return maker.error();
        }
        NodeMask mask = NodeMask.read(machine, nodeMask, maxNode);
        if (mask.error() != 0) {
            return mask.error();
        }
        if ((flags & ~KNOWN) != 0) {
            return NegativeErrno.EINVAL;
        }
        if ((flags & MovePages.MOVE_ALL) != 0 && !AccessCheck.hasNice(caller)) {
            return NegativeErrno.EPERM;
        }
        int pageSize = machine.geometry().pageSize();
        if ((start & (pageSize - 1)) != 0) {
            return NegativeErrno.EINVAL;
        }
        long end = start + (length + pageSize - 1 & -pageSize);
        if (Long.compareUnsigned(end, start) < 0) {
            return NegativeErrno.EINVAL;
        }
        if (end == start) {
            return 0;
        }
        int meant = mode == Mode.DEFAULT ? flags & ~STRICT : flags;
        return machine.exclusively(() -> bind(mode, maker.flags(modeWord), mask.nodes(), start, end, meant));
    }

    private long bind(Mode mode, int modeFlags, NodeSet asked, long start, long end, int flags) {
        if (kernel.has(KernelSwitch.STRICT_VMA_NODES) && !machine.online().containsAll(asked)) {
            return NegativeErrno.EINVAL;
        }
        Policy policy = maker.make(mode, modeFlags, asked, caller.allowed());
        if (maker.error() != 0) {
            return maker.error();
        }
        boolean moves = (flags & (MovePages.MOVE | MovePages.MOVE_ALL)) != 0;
        if (moves && kernel.has(KernelSwitch.NEEDS_SWAP) && machine.swap().free() == 0) {
            return NegativeErrno.ENODEV;
        }
        AddressSpace space = caller.process.requireSpace();
        List<Vma> areas = space.areas(start, end);
        int whole = mode == Mode.DEFAULT ? areas.size() : beforeHole(areas, start, end);
        if (areas.isEmpty() || whole < areas.size()) {
            boolean refused = !moves
                    && new MisplacedPages(space, asked, flags).scan(areas.subList(0, whole), start, end) < 0;
            return refused ? NegativeErrno.EIO : NegativeErrno.EFAULT;
        }
        MisplacedPages misplaced = new MisplacedPages(space, asked, flags);
        long refused = misplaced.scan(areas, start, end);
        if (refused < 0) {
            return refused;
        }
        int error = replace(space, areas, start, end, policy);
        if (error != 0) {
            misplaced.putBack();
        }
        if (error != 0 && !kernel.has(KernelSwitch.STRICT_HIDES_ERRORS)) {
            return error;
        }
        boolean stayed = error == 0 && moves && !misplaced.moveAtOnce(caller, policy)
                && migrate(misplaced.list(), start, end, policy) != 0 || misplaced.someCannotMove();
        return stayed && (flags & STRICT) != 0 ? NegativeErrno.EIO : error;
    }

    /** Give one area after the other the policy, up to one that refuses. */
    private static int replace(AddressSpace space, List<Vma> areas, long start, long end, @Nullable Policy policy) {
        for (Vma area : areas) {
            int error = AreaPolicy.replace(space, area, start, end, policy);
            if (error != 0) {
                return error;
            }
        }
        return 0;
    }

    /** Return the number of pages that stayed, or -ENOMEM. */
    private long migrate(MigrationList list, long start, long end, @Nullable Policy policy) {
        return new MigrationEngine(machine, new PolicyTarget(caller, list, start, end, policy)).migrateEach(list);
    }

    /** Return how many areas are looked at before a hole is met: that after an area is seen when the area is entered. */
    private int beforeHole(List<Vma> areas, long start, long end) {
        boolean outerIsMissed = kernel.has(KernelSwitch.MBIND_MISSES_OUTER_HOLES);
        if (areas.isEmpty() || !outerIsMissed && Long.compareUnsigned(areas.getFirst().start(), start) > 0) {
            return 0;
        }
        for (int i = 0; i + 1 < areas.size(); i++) {
            if (Long.compareUnsigned(areas.get(i + 1).start(), areas.get(i).end()) > 0) {
                return i;
            }
        }
        boolean endsEarly = Long.compareUnsigned(areas.getLast().end(), end) < 0 && !outerIsMissed;
        return endsEarly ? areas.size() - 1 : areas.size();
    }
}
