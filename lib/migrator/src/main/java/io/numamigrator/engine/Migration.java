package io.numamigrator.engine;

import io.numamigrator.Errno;
import io.numamigrator.KernelCall;
import io.numamigrator.MigrateResult;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaException;
import io.numamigrator.Vma;
import io.numamigrator.access.ProcessFiles;
import io.numamigrator.areas.MappedMemory;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.MoveFlags;
import io.numamigrator.pages.Whereabouts;
import io.numamigrator.policy.NodeMask;
import io.numamigrator.proc.ProcessStat;
import io.numamigrator.proc.PseudoFiles;
import io.numamigrator.refusal.Refusals;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** migrate_pages(2), looked at before and after. */
public final class Migration {

    private Migration() {}

    /**
     * Migrate the pages of a process.
     *
     * @throws NumaException if the kernel refused the call before it moved anything, or /proc would show another process
     */
    static MigrateResult run(Kernel kernel, CallFrame frame, int pid, NodeSet from, NodeSet to) {
        ProcessFiles.of(kernel, pid);
        kernel.hold(frame, pid);
        try {
            return held(kernel, frame, pid, from, to);
        } finally {
            kernel.letGo(frame);
        }
    }

    private static MigrateResult held(Kernel kernel, CallFrame frame, int pid, NodeSet from, NodeSet to) {
        int bits = NodeMask.bits(from, to);
        Optional<ProcessStat> who = ProcessStat.of(kernel, pid);
        Whereabouts<Vma> before = MappedMemory.read(kernel, pid);
        boolean movesShared = mayMoveShared(kernel, frame);
        long result = kernel.migratePages(
                frame,
                pid,
                NodeMask.maxNode(bits),
                NodeMask.write(from, bits, frame.pages),
                NodeMask.write(to, bits, frame.nodes));
        if (result < 0 && refusedBeforehand(Errno.of((int) result))) {
            throw Refusals.explainMigrate(kernel, pid, bits, from, to, (int) -result);
        }
        KernelCall call = new KernelCall("migrate_pages", pid, bits, result);
        NodeSet reachable = new PseudoFiles(kernel).allowed().orElse(to);
        Whereabouts<Vma> seen = MappedMemory.readWithSwap(kernel, pid);
        Whereabouts<Vma> after =
                ProcessStat.change(pid, who, ProcessStat.of(kernel, pid)).map(Whereabouts::<Vma>unknown)
                        .orElse(seen);
        return new MigrateResult(call, from, to, reachable, before, after, movesShared);
    }

    /** All checks come before the first page; what a page can end the call with is ENOMEM. */
    private static boolean refusedBeforehand(Errno errno) {
        return switch (errno) {
            case EPERM, ESRCH, EINVAL, EFAULT, EACCES, ENOSYS -> true;
            default -> false;
        };
    }

    /** Ask by a move of no pages, which the kernel refuses without CAP_SYS_NICE: there is no truer answer to that. */
    public static boolean mayMoveShared(Kernel kernel, CallFrame frame) {
        return kernel.movePages(frame, 0, 0, frame.pages, MemorySegment.NULL, frame.status, MoveFlags.MOVE_ALL) >= 0;
    }
}
