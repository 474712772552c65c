package io.numamigrator.fidelity.rules;

import static io.numamigrator.Errno.EFAULT;
import static io.numamigrator.Errno.EINVAL;
import static io.numamigrator.Errno.EIO;
import static io.numamigrator.Errno.ENOENT;
import static io.numamigrator.Errno.EOPNOTSUPP;
import static io.numamigrator.Errno.EPERM;

import io.numamigrator.fidelity.scenario.Buffer;
import io.numamigrator.fidelity.scenario.Layout;
import io.numamigrator.fidelity.scenario.Operation;
import io.numamigrator.fidelity.scenario.Operation.GetMempolicy;
import io.numamigrator.fidelity.scenario.Operation.HomeNode;
import io.numamigrator.fidelity.scenario.Operation.Kind;
import io.numamigrator.fidelity.scenario.Operation.Mbind;
import io.numamigrator.fidelity.scenario.Operation.SetMempolicy;
import java.util.ArrayList;
import java.util.List;

/** Rules of the policy calls: sections 3.1 to 3.5. */
final class PolicyRules {

    private static final int DEFAULT = 0;
    private static final int BIND = 2;
    private static final int INTERLEAVE = 3;
    private static final int WEIGHTED = 6;
    private static final String[] MODES =
            {"DEFAULT", "PREFERRED", "BIND", "INTERLEAVE", "LOCAL", "PREFERRED_MANY", "WEIGHTED_INTERLEAVE"};
    private static final String[] SINCE = {"2.6", "2.6", "2.6", "2.6", "3.8", "5.15", "6.9"};
    private static final int STATIC = 1 << 15;
    private static final int RELATIVE = 1 << 14;
    private static final int BALANCING = 1 << 13;

    private static final int STRICT = 1;
    private static final int MOVE = 2;
    private static final int MOVE_ALL = 4;
    private static final int LEGAL = STRICT | MOVE | MOVE_ALL;

    private static final int NODE = 1;
    private static final int ADDR = 2;
    private static final int MEMS_ALLOWED = 4;

    private PolicyRules() {}

    private static Rule mbind(String number, String says, Rule.Hit<Mbind> hit) {
        return Rule.of(number, says, Mbind.class, hit);
    }

    private static Rule set(String number, String says, Rule.Hit<SetMempolicy> hit) {
        return Rule.of(number, says, SetMempolicy.class, hit);
    }

    private static Rule get(String number, String says, Rule.Hit<GetMempolicy> hit) {
        return Rule.of(number, says, GetMempolicy.class, hit);
    }

    private static Rule home(String number, String says, Rule.Hit<HomeNode> hit) {
        return Rule.of(number, says, HomeNode.class, hit).since("5.17");
    }

    /** Return a rule of both calls that make policies. */
    private static Rule policy(String number, String says, Rule.Hit<Integer> mode) {
        return new Rule(number, says, now -> switch (now.operation()) {
            case Mbind call -> call.length() != 0 && mode.by(call.mode(), now);
            case SetMempolicy call -> mode.by(call.mode(), now);
            case Operation _ -> false;
        }, "");
    }

    private static boolean isMode(int mode) {
        return (mode & 0xff) < MODES.length && (mode & ~(0xff | STATIC | RELATIVE | BALANCING)) == 0;
    }

    private static boolean asks(Mbind call, int flags) {
        return (call.flags() & ~LEGAL) == 0 && (call.flags() & flags) != 0;
    }

    private static final List<Rule> MODE_FLAGS = List.of(
            policy("3.1 STATIC", "node ids stay when the cpuset changes",
                    (mode, now) -> (mode & STATIC) != 0 && now.result() == 0),
            policy("3.1 RELATIVE", "node ids are ranks", (mode, now) -> (mode & RELATIVE) != 0 && now.result() == 0),
            policy("3.1 BALANCING", "with BIND, later PREFERRED_MANY",
                    (mode, now) -> (mode & BALANCING) != 0 && now.result() == 0).since("5.12"),
            policy("3.1 both", "STATIC with RELATIVE is EINVAL",
                    (mode, now) -> (mode & STATIC) != 0 && (mode & RELATIVE) != 0 && now.failed(EINVAL)),
            policy("3.1 confined", "nodes are cut to the cpuset",
                    (mode, now) -> now.caller().cpuset != null && now.result() == 0
                            && mode != DEFAULT));

    private static final List<Rule> MBIND = List.of(
            mbind("3.2/1", "a mode that is none is EINVAL", (call, now) -> !isMode(call.mode()) && now.failed(EINVAL)),
            mbind("3.2/2", "a mask that cannot be read is EFAULT",
                    (call, now) -> !call.mask().at().equals(Buffer.WHOLE) && now.failed(EFAULT)),
            mbind("3.2/3", "unknown flags are EINVAL",
                    (call, now) -> (call.flags() & ~LEGAL) != 0 && now.failed(EINVAL)),
            mbind("3.2/4", "MOVE_ALL without CAP_SYS_NICE is EPERM", (_, now) -> now.failed(EPERM)),
            mbind("3.2/5", "the start is aligned",
                    (call, now) -> call.start().value() % Layout.PAGE != 0 && now.failed(EINVAL)),
            mbind("3.2/6", "DEFAULT drops STRICT",
                    (call, now) -> call.mode() == DEFAULT && asks(call, STRICT) && now.result() == 0),
            mbind("3.2/7", "length 0 is 0, one that wraps EINVAL", (call, now) -> call.length() <= 0),
            mbind("3.2/8", "a mode and a mask that do not go together are EINVAL", (call, now) -> isMode(call.mode())
                    && call.length() > 0 && call.start().value() % Layout.PAGE == 0 && (call.flags() & ~LEGAL) == 0
                    && now.failed(EINVAL)),
            mbind("3.2/9 hole", "a hole is EFAULT",
                    (call, now) -> call.mask().at().equals(Buffer.WHOLE) && now.failed(EFAULT)),
            mbind("3.2/9 strict", "STRICT alone and a misplaced page is EIO",
                    (call, now) -> call.flags() == STRICT && now.failed(EIO)),
            mbind("3.2/10", "the policy is applied",
                    (call, now) -> call.flags() == 0 && call.length() > 0 && now.result() == 0),
            mbind("3.2/11", "misplaced pages move", (call, now) -> asks(call, MOVE | MOVE_ALL) && now.moved()),
            mbind("3.2/12", "STRICT and something stayed is EIO, the policy applied",
                    (call, now) -> asks(call, MOVE | MOVE_ALL) && now.failed(EIO)),
            mbind("3.2/12 full", "so it is if the nodes are full, and without STRICT nobody is told",
                    (call, now) -> call.mask().nodes().stream().anyMatch(now::isFull) && asks(call, MOVE | MOVE_ALL)),
            mbind("3.2 shared", "shared pages stay, and are no failure", (call, now) -> (call.flags() & ~STRICT) == MOVE
                    && now.caller().sharesWithFork && now.result() == 0),
            mbind("3.7", "a policy of shmem is that of the file",
                    (call, now) -> call.length() > 0 && now.result() == 0
                            && now.caller().isIn(call.start(), Kind.FILE)),
            mbind("3.2 interleave", "pages are dealt by their offset",
                    (call, now) -> (call.mode() & 0xff) == INTERLEAVE && asks(call, MOVE | MOVE_ALL) && now.moved()));

    private static final List<Rule> OTHERS = List.of(
            set("3.3", "the task's policy is set", (_, now) -> now.result() == 0),
            set("3.3 refused", "as 3.1 refuses it", (_, now) -> now.failed(EINVAL)),
            get("3.4 narrow", "room for fewer than the possible nodes is EINVAL",
                    (call, now) -> !call.mask().at().equals(Buffer.NULL) && call.mask().maxNode() < 4
                            && now.failed(EINVAL)),
            get("3.4 flags", "unknown flags are EINVAL", (call, now) -> (call.flags() & ~7) != 0 && now.failed(EINVAL)),
            get("3.4 allowed", "MEMS_ALLOWED is the cpuset",
                    (call, now) -> call.flags() == MEMS_ALLOWED && now.result() == 0),
            get("3.4 allowed, alone", "and alone",
                    (call, now) -> (call.flags() & MEMS_ALLOWED) != 0 && call.flags() != MEMS_ALLOWED
                            && now.failed(EINVAL)),
            get("3.4 hole", "an address in no area is EFAULT",
                    (call, now) -> (call.flags() & ADDR) != 0 && now.failed(EFAULT)),
            get("3.4 surplus", "an address without ADDR is EINVAL",
                    (call, now) -> (call.flags() & ~NODE) == 0 && call.address().value() != 0 && now.failed(EINVAL)),
            get("3.4 page", "NODE and ADDR are the page's node",
                    (call, now) -> call.flags() == (NODE | ADDR) && now.result() == 0),
            get("3.4 next", "NODE is the next node of an interleaving task", (call, now) -> call.flags() == NODE
                    && (now.caller().taskMode == INTERLEAVE || now.caller().taskMode == WEIGHTED) && now.result() == 0),
            get("3.4 area", "ADDR is the area's policy", (call, now) -> call.flags() == ADDR && now.result() == 0),
            get("3.4 task", "no flag is the task's policy", (call, now) -> call.flags() == 0 && now.result() == 0),
            get("3.4 order", "the mode is written before the mask fails", (call, now) -> call.flags() == 0
                    && call.modeAt().equals(Buffer.WHOLE) && (now.failed(EFAULT) || now.failed(EINVAL))
                    && call.mask().maxNode() > 4),
            home("3.5", "the area's home node is set", (call, now) -> call.length() > 0 && now.result() == 0),
            home("3.5 refused", "start, flags and node are EINVAL", (_, now) -> now.failed(EINVAL)),
            home("3.5 mode", "a policy besides BIND and PREFERRED_MANY is EOPNOTSUPP",
                    (_, now) -> now.failed(EOPNOTSUPP)),
            home("3.5 none", "no policy is ENOENT", (_, now) -> now.failed(ENOENT)),
            home("3.5 nothing", "length 0 is 0", (call, now) -> call.length() == 0 && now.result() == 0));

    /** After the lists that it is made of. */
    static final List<Rule> ALL = all();

    private static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < MODES.length; i++) {
            int number = i;
            rules.add(
                    policy("3.1 " + MODES[i], "the mode is taken", (mode, now) -> mode == number && now.result() == 0)
                            .since(SINCE[i]));
        }
        rules.addAll(MODE_FLAGS);
        rules.addAll(MBIND);
        rules.addAll(OTHERS);
        return List.copyOf(rules);
    }
}
