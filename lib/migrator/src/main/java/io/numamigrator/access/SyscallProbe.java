package io.numamigrator.access;

import io.numamigrator.Errno;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.KernelFiles;
import io.numamigrator.kernel.LinuxRelease;
import io.numamigrator.proc.ProcessStatus;
import io.numamigrator.proc.Reading;
import java.io.IOException;

/**
 * Whether a system call gets through to the kernel, found out by making it in its harmless form.
 *
 * @param call what was asked
 * @param answer what came back
 * @param kind what that means
 */
public record SyscallProbe(PlacementCall call, long answer, Kind kind) {

    /** What became of a call. */
    public enum Kind {
        /** The call itself answered. */
        OPEN,
        /** A seccomp filter answered in its place. */
        FILTERED,
        /** This kernel was built without the call, or is older than it. */
        ABSENT,
        /** Something else answered: a security module, or a sandbox that plays the kernel. */
        REFUSED
    }

    public static SyscallProbe of(Kernel kernel, CallFrame frame, PlacementCall call) {
        long answer = call.ask(kernel, frame);
        return new SyscallProbe(call, answer, call.knows(answer) ? Kind.OPEN : kind(kernel, call, answer));
    }

    /**
     * A filter may answer with any errno it likes, ENOSYS among them. So with a filter in place ENOSYS is the kernel's
     * word only where the kernel shows no other sign of having the call.
     */
    private static Kind kind(Kernel kernel, PlacementCall call, long answer) {
        boolean filtered = ProcessStatus.ofCaller(kernel).filter(ProcessStatus::isFiltered).isPresent();
        if (answer != -Errno.ENOSYS.number()) {
            return filtered ? Kind.FILTERED : Kind.REFUSED;
        }
        return filtered && kernelHas(kernel, call) ? Kind.FILTERED : Kind.ABSENT;
    }

    private static boolean kernelHas(KernelFiles files, PlacementCall call) {
        return hasNuma(files) && (call != PlacementCall.SET_MEMPOLICY_HOME_NODE || release(files).atLeast(5, 17));
    }

    /** Tell whether the kernel was built with NUMA: numa_maps is there then, and only then. */
    public static boolean hasNuma(KernelFiles files) {
        try {
            return files.list("/proc/self").contains("numa_maps");
        } catch (IOException hidden) {
            return false;
        }
    }

    public static LinuxRelease release(KernelFiles files) {
        return LinuxRelease.parse(Reading.of(files, "/proc/sys/kernel/osrelease").word().orElse(""));
    }

    boolean is(Kind other) {
        return kind == other;
    }

    public String evidence() {
        return call.evidence(answer);
    }
}
