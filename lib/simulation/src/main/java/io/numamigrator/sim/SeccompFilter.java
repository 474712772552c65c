package io.numamigrator.sim;

import io.numamigrator.Errno;
import io.numamigrator.sim.machine.SyscallNumber;
import io.numamigrator.sim.task.CallFilter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a seccomp filter answers in the kernel's place; calls it does not name go through (seccomp(2)).
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

    /** Return the filter that lets everything through. */
    public static SeccompFilter open() {
        return OPEN;
    }

    /** Return this filter, but with an errno for a call. */
    public SeccompFilter refusing(SystemCall call, Errno errno) {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(errno, "errno");
        Map<SystemCall, Errno> more = new EnumMap<>(SystemCall.class);
        more.putAll(answers);
        more.put(call, errno);
        return new SeccompFilter(more);
    }

    /** Return what the kernel asks before each call. */
    CallFilter core() {
        Map<SyscallNumber, Integer> negative = new EnumMap<>(SyscallNumber.class);
        answers.forEach((call, errno) -> negative.put(call.number(), -errno.number()));
        return call -> negative.getOrDefault(call, 0);
    }

    /** Name the calls that are refused, and how. */
    @Override
    public String toString() {
        return answers.isEmpty()
                ? "refuses nothing"
                : answers.entrySet().stream().map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", ", "refuses ", ""));
    }
}
