package io.numamigrator.sim.task;

import io.numamigrator.sim.task.Credentials.Ids;
import io.numamigrator.sim.version.KernelSwitch;

/**
 * May a process look into another: SEMANTICS 1.2.
 *
 * <p>The rule of ptrace(2) ends with the security modules, of which one is always there: that of capabilities (cap_ptrace_access_check).
 */
public final class AccessCheck {

    private AccessCheck() {}

    /** The rule of the first kernels: a user's real or effective id meets the target's real or saved one, or a capability. */
    public static boolean byUid(Task caller, Task target) {
        Credentials mine = caller.process.credentials();
        Ids its = target.process.credentials().uid();
        return matches(mine.uid().effective(), its) || matches(mine.uid().real(), its) || hasNice(caller);
    }

    private static boolean matches(int uid, Ids its) {
        return uid == its.real() || uid == its.saved();
    }

    /** The rule of ptrace(2) for reading, by the caller's real ids. */
    public static boolean byPtrace(Task caller, Task target) {
        if (caller.process == target.process) {
            return true;
        }
        Credentials mine = caller.process.credentials();
        Credentials its = target.process.credentials();
        if (caller.process.machine().faults().ptraceIsRefused()) {
            return false;
        }
        boolean same = its.uid().areAll(mine.uid().real()) && its.gid().areAll(mine.gid().real());
        return same && isOpen(target.process, mine) || mine.has(Credentials.CAP_SYS_PTRACE);
    }

    /** The same rule where a file of /proc is opened: by the caller's effective ids. */
    public static boolean byFileAccess(Task caller, Task target) {
        Credentials mine = caller.process.credentials();
        Credentials its = target.process.credentials();
        boolean same = its.uid().areAll(mine.uid().effective()) && its.gid().areAll(mine.gid().effective());
        return caller.process == target.process || same && isOpen(target.process, mine)
                || mine.has(Credentials.CAP_SYS_PTRACE);
    }

    /** A process is closed to those of its user who may do less than it may. */
    private static boolean isOpen(Process target, Credentials mine) {
        return target.isDumpable() && mine.hasAllOf(target.credentials());
    }

    /** Tell whether a caller has the capability that moves shared pages and opens foreign nodes. */
    public static boolean hasNice(Task caller) {
        boolean admin = caller.process.machine().kernel().has(KernelSwitch.NEEDS_SYS_ADMIN);
        return caller.process.credentials().has(admin ? Credentials.CAP_SYS_ADMIN : Credentials.CAP_SYS_NICE);
    }
}
