package io.numamigrator.fidelity.rules;

import static io.numamigrator.Errno.EACCES;
import static io.numamigrator.Errno.EBUSY;
import static io.numamigrator.Errno.EFAULT;
import static io.numamigrator.Errno.EINVAL;
import static io.numamigrator.Errno.ENODEV;
import static io.numamigrator.Errno.ENOENT;
import static io.numamigrator.Errno.ENOMEM;
import static io.numamigrator.Errno.EPERM;
import static io.numamigrator.Errno.ESRCH;

import io.numamigrator.fidelity.program.CallLowering;
import io.numamigrator.fidelity.scenario.Layout;
import io.numamigrator.fidelity.scenario.Operation;
import io.numamigrator.fidelity.scenario.Operation.Kind;
import io.numamigrator.fidelity.scenario.Operation.MovePages;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Rules of move_pages(2): sections 1.1 to 1.9. */
final class MoveRules {

    private static final int LEGAL = 6;
    private static final int CHUNK = 16;

    private MoveRules() {}

    private static Rule call(String number, String says, Rule.Hit<MovePages> hit) {
        return Rule.of(number, says, MovePages.class, hit);
    }

    /** A rule of calls that move, not ask. */
    private static Rule move(String number, String says, Rule.Hit<MovePages> hit) {
        return call(number, says, (call, now) -> call.nodes() != null && hit.by(call, now));
    }

    private static Rule query(String number, String says, Rule.Hit<MovePages> hit) {
        return call(number, says, (call, now) -> call.nodes() == null && hit.by(call, now));
    }

    private static boolean isLegal(MovePages call) {
        return (call.flags() & ~LEGAL) == 0;
    }

    /** Sections 1.1 to 1.3: the call. */
    static final List<Rule> CALL = List.of(
            call("1.1/1", "a flag besides MOVE and MOVE_ALL is EINVAL",
                    (call, now) -> !isLegal(call) && now.failed(EINVAL)),
            call("1.1/2", "MOVE_ALL without CAP_SYS_NICE is EPERM",
                    (call, now) -> Moment.isForAll(call) && now.caller().lacks(Moment.SYS_NICE) && now.failed(EPERM)),
            call("1.1/3", "pid 0 is the caller", (call, now) -> call.target() == Operation.SELF && now.result() >= 0),
            call("1.1/4", "an unknown pid is ESRCH", (_, now) -> now.failed(ESRCH)),
            call("1.1/5", "no access is EPERM",
                    (call, now) -> now.isAboutAnother() && !Moment.isForAll(call) && now.failed(EPERM)),
            Rule.unreachable("1.1/6", "the security module is asked", "guests have no security module that refuses"),
            move("1.1/7", "the target's cpuset is sampled",
                    (_, now) -> now.isAboutAnother() && now.target().cpuset != null && now.failed(EACCES)),
            call("1.1/8", "no address space is EINVAL", (call, now) -> isLegal(call) && now.failed(EINVAL)),
            call("1.1 order", "flags precede a bad pid",
                    (call, now) -> call.target() < Operation.SELF && !isLegal(call)),
            call("1.1 nothing", "nothing to do is 0, whatever the pointers are",
                    (call, now) -> call.count() == 0 && now.result() == 0),
            call("1.2/1", "the own process is open",
                    (call, now) -> call.target() == call.process() && now.result() >= 0),
            call("1.2/2", "real uid and gid equal all of the target's, or CAP_SYS_PTRACE",
                    (_, now) -> now.isAboutAnother() && now.caller().user != null && now.target().user != null),
            call("1.2/3", "not dumpable wants CAP_SYS_PTRACE", (_, now) -> now.isAboutAnother()
                    && now.caller().lacks(Moment.SYS_PTRACE) && !isDumpable(now) && now.failed(EPERM)),
            Rule.unreachable("1.2/4", "the security module's ptrace hook",
                    "guests have no security module that refuses"),
            call("1.2 table", "a user without capabilities looks into another process",
                    (_, now) -> now.isAboutAnother() && now.caller().lacks(Moment.SYS_PTRACE) && now.result() >= 0),
            move("1.3/1", "a node outside of 0..MAXN-1 is ENODEV",
                    (call, now) -> now.failed(ENODEV) && names(call, node -> node < 0 || node >= 1024)),
            move("1.3/2", "a node without memory is ENODEV",
                    (call, now) -> now.failed(ENODEV) && names(call, node -> node >= 0 && node < 1024)),
            move("1.3/3", "a node outside of the target's cpuset is EACCES", (_, now) -> now.failed(EACCES)),
            move("1.3 before", "what is before a bad entry has happened",
                    (_, now) -> (now.failed(ENODEV) || now.failed(EACCES)) && now.hasWritten()),
            move("1.3 walls", "memory comes under the caller's cpuset: ENOMEM",
                    (_, now) -> now.isAboutAnother() && now.caller().cpuset != null && now.failed(ENOMEM)));

    private static boolean isDumpable(Moment now) {
        Operation.Become user = now.target().user;
        return user == null || user.dumpable();
    }

    private static boolean names(MovePages call, Predicate<Integer> node) {
        List<Integer> nodes = call.nodes();
        return nodes != null && nodes.stream().anyMatch(node);
    }

    /** Sections 1.4 to 1.9: the pages. */
    static final List<Rule> PAGES = List.of(
            move("1.4/a", "an array that cannot be read is EFAULT, what is before it done",
                    (call, now) -> call.count() > 0 && now.failed(EFAULT)),
            move("1.4/b", "another node begins another run",
                    (call, now) -> now.result() == 0 && call.count() > 1 && distinct(call.nodes()) > 1),
            move("1.4/c", "each page is classified",
                    (_, now) -> now.index(status -> status < 0 && status != CallLowering.UNWRITTEN) >= 0),
            move("1.4/d", "the status of what is not queued is written, in a call that fails too",
                    (_, now) -> now.result() != 0 && now.hasWritten()),
            move("1.4/e", "after what is not queued another run begins", (_, now) -> hasRunBehindError(now)),
            move("1.4/END", "the last run is flushed, then the error told",
                    (_, now) -> now.result() < 0 && now.index(status -> status >= 0) >= 0),
            move("1.4/FLUSH", "failures and what was never looked at count", (_, now) -> now.result() > 0),
            move("1.4 stale", "statuses of a run that failed stay as they were",
                    (_, now) -> now.result() > 0 && now.hasUnwritten()),
            move("1.4 in place", "a page in place is told, and nothing moves",
                    (_, now) -> now.result() == 0 && !now.moved() && now.index(status -> status >= 0) >= 0),
            move("1.5 hole", "no area, and a page without access rights of the kernel: EFAULT",
                    (_, now) -> now.hasStatus(EFAULT)),
            move("1.5 untouched", "untouched memory", (_, now) -> now.hasStatus(ENOENT) || now.hasStatus(EFAULT)),
            move("1.5 shared", "a page mapped more than once is EACCES",
                    (call, now) -> !Moment.isForAll(call) && now.hasStatus(EACCES)),
            move("1.5 shared, forked", "after fork both sides see it",
                    (_, now) -> now.target().sharesWithFork && now.hasStatus(EACCES)),
            move("1.5 shared, all", "MOVE_ALL takes shared pages",
                    (call, now) -> Moment.isForAll(call) && now.target().sharesWithFork && now.moved()),
            move("1.5 twice", "a file mapped twice by one process",
                    (_, now) -> now.target().mapsAFileTwice() && now.result() == 0),
            move("1.5 unaligned", "an address inside of a page names it", (call, now) -> now.result() == 0
                    && call.pages().stream().anyMatch(page -> page.value() % Layout.PAGE != 0)),
            move("1.5 wild", "kernel addresses and NULL are EFAULT", (call, now) -> now.hasStatus(EFAULT)
                    && call.pages().stream().anyMatch(page -> page.value() <= 0)),
            move("1.5 files", "pages of files are ordinary", (call, now) -> now.moved() && isIn(call, now, Kind.FILE)),
            move("1.5 private files", "and of private mappings of files",
                    (call, now) -> now.result() == 0 && isIn(call, now, Kind.PRIVATE_FILE)),
            move("1.5 locked", "locked pages are ordinary", (_, now) -> now.target().hasLocked && now.moved()),
            move("1.5 no access", "pages without access rights",
                    (call, now) -> now.result() == 0 && isIn(call, now, Kind.NO_ACCESS)),
            move("1.6", "pages that stay behind the queue: pinned",
                    (_, now) -> now.target().hasPins && now.result() > 0),
            move("1.6 full", "a run that meets a full node fails with ENOMEM, some of it done",
                    (call, now) -> names(call, now::isFull) && now.failed(ENOMEM)),
            move("1.7", "a page named twice in a run is EBUSY the second time",
                    (call, now) -> distinct(call.pages()) < call.pages().size() && now.hasStatus(EBUSY)),
            move("1.7 again", "a page named twice with another node moves twice", (call, now) -> now.result() == 0
                    && !now.hasStatus(EBUSY) && distinct(call.pages()) < call.pages().size()
                    && distinct(call.nodes()) > 1),
            move("1.8 huge", "an address of a huge page moves it whole",
                    (call, now) -> now.moved() && isIn(call, now, Kind.HUGE)),
            move("1.8 hugetlb", "and of a hugetlb page", (call, now) -> now.moved() && isIn(call, now, Kind.HUGETLB)),
            query("1.9", "a query tells nodes and errors", (_, now) -> now.result() == 0 && now.hasWritten()),
            query("1.9 chunks", "16 entries are read, resolved and told at a time",
                    (call, now) -> call.pages().size() > CHUNK && now.failed(EFAULT) && now.hasWritten()),
            query("1.9 another", "a query of another process",
                    (_, now) -> now.isAboutAnother() && now.result() == 0 && now.hasWritten()),
            Rule.unreachable("1.9 compat", "queries of 32-bit callers", "the executor is a 64-bit program"));

    /** Tell whether a run behind an error came to a node. */
    private static boolean hasRunBehindError(Moment now) {
        int error = now.index(status -> status < 0 && status != CallLowering.UNWRITTEN);
        int[] statuses = now.statuses();
        return error >= 0 && now.moved() && statuses[statuses.length - 1] >= 0;
    }

    private static boolean isIn(MovePages call, Moment now, Kind kind) {
        return call.pages().stream().anyMatch(page -> now.target().isIn(page, kind));
    }

    private static int distinct(@Nullable List<?> list) {
        Set<Object> distinct = new HashSet<>(list == null ? List.of() : list);
        return distinct.size();
    }
}
