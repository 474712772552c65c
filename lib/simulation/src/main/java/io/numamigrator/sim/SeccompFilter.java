package io.numamigrator.sim;

import io.numamigrator.Errno;
import io.numamigrator.sim.machine.SyscallNumber;
import io.numamigrator.sim.task.CallFilter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A seccomp filter: the errno of each refused call; other calls are allowed (seccomp(2)).
 *
 * {@snippet :
 * process.seccomp(SeccompFilter.open().refusing(SystemCall.MBIND, Errno.EPERM));
 * }
 */
public final class SeccompFilter {

    private static final SeccompFilter OPEN = new SeccompFilter(new EnumMap<>(SystemCall.class));

    private final Map<SystemCall, Errno> answers;

    private SeccompFilter(Map<SystemCall, Errno> answers) {
        this.answers = answers;
    }

    /** Returns the filter that allows every call. */
    public static SeccompFilter open() {
        return OPEN;
    }

    /** Returns a copy of this filter that refuses a call with an errno. */
    public SeccompFilter refusing(SystemCall call, Errno errno) {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(errno, "errno");
        Map<SystemCall, Errno> more = new EnumMap<>(SystemCall.class);
        more.putAll(answers);
        more.put(call, errno);
        return new SeccompFilter(more);
    }

    /** Returns what the kernel asks before each call. */
    CallFilter core() {
        Map<SyscallNumber, Integer> negative = new EnumMap<>(SyscallNumber.class);
        answers.forEach((call, errno) -> negative.put(call.number(), -errno.number()));
        return call -> negative.getOrDefault(call, 0);
    }

    /** Returns the names of the calls that are refused, and how. */
    @Override
    public String toString() {
        return answers.isEmpty()
                ? "refuses nothing"
                : answers.entrySet().stream().map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", ", "refuses ", ""));
    }
}
