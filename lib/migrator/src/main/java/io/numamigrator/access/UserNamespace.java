package io.numamigrator.access;

import io.numamigrator.Errno;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.MoveFlags;
import io.numamigrator.proc.Capability;
import java.lang.foreign.MemorySegment;

/** Whether this process is in the first user namespace, where a capability counts for every process (user_namespaces(7)). */
public final class UserNamespace {

    /** The map of the first one, and of hardly any other: every id is itself. */
    private static final String EVERY_ID = "0 0 4294967295";

    private UserNamespace() {}

    /**
     * Tell whether the capabilities of this process count everywhere.
     *
     * <p>The map of ids can be the same in a namespace that root made, so where CAP_SYS_NICE is there the kernel is asked: it wants it in
     * the first namespace, and before anything else (SEMANTICS 1.1).
     */
    public static boolean isFirst(ExaminedProcess patient) {
        boolean mapped = patient.read("/proc/self/uid_map").word()
                .filter(map -> !map.replaceAll("\\s+", " ").equals(EVERY_ID)).isPresent();
        if (mapped) {
            return false;
        }
        boolean nice = patient.caller().filter(caller -> caller.has(Capability.CAP_SYS_NICE)).isPresent();
        return !nice || patient.kernel().filter(UserNamespace::refusesMoveAllAlone).isEmpty();
    }

    private static boolean refusesMoveAllAlone(Kernel kernel) {
        CallFrame frame = new CallFrame();
        return ask(kernel, frame, 0) == 0 && ask(kernel, frame, MoveFlags.MOVE_ALL) == -Errno.EPERM.number();
    }

    private static long ask(Kernel kernel, CallFrame frame, int flags) {
        return kernel.movePages(frame, 0, 0, frame.pages, MemorySegment.NULL, frame.status, flags);
    }
}
