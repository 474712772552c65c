package io.numamigrator.fidelity.rules;

import static io.numamigrator.Errno.EFAULT;
import static io.numamigrator.Errno.EINVAL;
import static io.numamigrator.Errno.EPERM;
import static io.numamigrator.Errno.ESRCH;

import io.numamigrator.fidelity.scenario.Buffer;
import io.numamigrator.fidelity.scenario.Mask;
import io.numamigrator.fidelity.scenario.Operation;
import io.numamigrator.fidelity.scenario.Operation.MigratePages;
import java.util.List;

/** Rules of migrate_pages(2) and of masks: sections 2.1 to 2.5. */
final class MigrateRules {

    private static final int MOST_BITS = 32769;
    private static final int NODE_IDS = 1024;

    private MigrateRules() {}

    private static Rule call(String number, String says, Rule.Hit<MigratePages> hit) {
        return Rule.of(number, says, MigratePages.class, hit);
    }

    private static Rule mask(String number, String says, Rule.Hit<Mask> hit) {
        return call(number, says, (call, now) -> hit.by(call.from(), now) || hit.by(call.to(), now));
    }

    private static boolean isPlain(Mask mask) {
        return mask.at().equals(Buffer.WHOLE) && mask.maxNode() > 1 && mask.maxNode() <= MOST_BITS
                && mask.nodes().stream().allMatch(node -> node < NODE_IDS);
    }

    private static boolean isPlain(MigratePages call) {
        return isPlain(call.from()) && isPlain(call.to());
    }

    static final List<Rule> ALL = List.of(
            mask("2.1 none", "maxnode 0 with a mask is EINVAL",
                    (mask, now) -> mask.maxNode() == 0 && now.failed(EINVAL)),
            mask("2.1 one", "maxnode 1 is the empty mask, the pointer not read", (mask, _) -> mask.maxNode() == 1),
            mask("2.1 null", "no pointer is the empty mask",
                    (mask, now) -> mask.at().equals(Buffer.NULL) && now.result() >= 0),
            mask("2.1 wide", "more bits than a page has are EINVAL",
                    (mask, now) -> (mask.maxNode() > MOST_BITS || mask.maxNode() < 0) && now.failed(EINVAL)),
            mask("2.1 short", "the last bit is not read", (mask, now) -> now.result() >= 0
                    && mask.nodes().stream().anyMatch(node -> node >= mask.maxNode() - 1)),
            mask("2.1 beyond", "a bit after the highest node id is EINVAL", (mask, now) -> now.failed(EINVAL)
                    && mask.nodes().stream().anyMatch(node -> node >= NODE_IDS && node < mask.maxNode() - 1)),
            mask("2.1 impossible", "a bit of an impossible node is let pass", (mask, now) -> now.result() >= 0
                    && mask.nodes().stream()
                            .anyMatch(node -> node > 3 && node < NODE_IDS && node < mask.maxNode() - 1)),
            mask("2.1 unreadable", "a mask that cannot be read is EFAULT", (_, now) -> now.failed(EFAULT)),
            call("2.2/1", "masks are read before the pid is looked up",
                    (call, now) -> call.target() < Operation.SELF
                            && (now.failed(EFAULT) || now.failed(EINVAL) && !isPlain(call))),
            call("2.2/2", "an unknown pid is ESRCH", (_, now) -> now.failed(ESRCH)),
            call("2.2/3", "no access is EPERM", (_, now) -> now.isAboutAnother() && now.failed(EPERM)),
            call("2.2/4", "targets outside of what is allowed are EPERM",
                    (_, now) -> !now.isAboutAnother() && now.caller().lacks(Moment.SYS_NICE) && now.failed(EPERM)),
            call("2.2/5", "targets are cut to the caller's, EINVAL if none is left",
                    (call, now) -> isPlain(call) && now.failed(EINVAL) && call.target() != Operation.KERNEL_THREAD),
            Rule.unreachable("2.2/5b", "targets all have memory, 2.6.23 to 4.15", "no such kernel boots here"),
            Rule.unreachable("2.2/6", "the security module is asked", "guests have no security module that refuses"),
            call("2.2/7", "no address space is EINVAL", (call, now) -> isPlain(call) && now.failed(EINVAL)
                    && (call.target() == Operation.KERNEL_THREAD || now.target().ended)),
            call("2.2", "no source is 0", (call, now) -> call.from().nodes().isEmpty() && now.result() == 0),
            call("2.3", "pages move by the map", (_, now) -> now.moved()),
            call("2.3 fold", "more sources than targets",
                    (call, now) -> now.moved() && call.from().nodes().size() > call.to().nodes().size()),
            call("2.3 skip", "with unequal masks nodes in both stay", (call, now) -> now.result() >= 0
                    && call.from().nodes().size() != call.to().nodes().size()
                    && call.from().nodes().stream().anyMatch(call.to().nodes()::contains)),
            call("2.3 chain", "chains move from their far end", (call, now) -> now.moved()
                    && call.from().nodes().size() > 1 && call.from().nodes().size() == call.to().nodes().size()
                    && call.from().nodes().stream().anyMatch(call.to().nodes()::contains)),
            call("2.4 locked", "locked areas are taken", (_, now) -> now.moved() && now.target().hasLocked),
            call("2.4 shared", "pages mapped more than once stay without CAP_SYS_NICE",
                    (_, now) -> now.target().sharesWithFork && now.caller().lacks(Moment.SYS_NICE)
                            && now.result() >= 0),
            call("2.4 all", "and are taken with it",
                    (_, now) -> now.target().sharesWithFork && !now.caller().lacks(Moment.SYS_NICE) && now.moved()),
            call("2.5", "what stayed counts: pinned", (_, now) -> now.target().hasPins && now.result() > 0),
            Rule.unreachable("2.5 full", "a full node ends the call with ENOMEM, some of it done",
                    "what a real process needs for itself moves, too, and whether that fits is not known"),
            call("2.5 twice", "what is mapped twice counts, though it moved (6.7 and later)",
                    (_, now) -> now.target().mapsAFileTwice() && now.result() > 0).since("6.7"));
}
