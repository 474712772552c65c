package io.numamigrator.engine;

import io.numamigrator.Diagnosis;
import io.numamigrator.NumaException;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaUnavailableException;
import io.numamigrator.Route;
import io.numamigrator.doctor.Doctor;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.LinuxKernels;
import io.numamigrator.refusal.Refusals;
import java.lang.foreign.MemorySegment;

/** Opens the kernel this JVM runs on, or says why it cannot be opened. */
final class SystemKernel {

    private SystemKernel() {}

    static NumaMigrator open(Route route) {
        Kernel kernel = kernel(route);
        requireCalls(kernel);
        return new KernelMigrator(kernel, false);
    }

    private static Kernel kernel(Route route) {
        if (!LinuxKernels.architectureKnown()) {
            throw new NumaUnavailableException(
                    "move_pages(2) is a Linux call, and its number is known for x86-64, aarch64 and riscv64 only; this is "
                            + System.getProperty("os.name") + " on " + System.getProperty("os.arch"),
                    "run on Linux on one of these architectures",
                    null,
                    Doctor.withoutKernel());
        }
        if (!LinuxKernels.nativeAccessGranted()) {
            throw new NumaUnavailableException(
                    "this JVM was not allowed to call native code from module io.numamigrator.bindings",
                    "start java with --enable-native-access=io.numamigrator.bindings"
                            + " (on the class path: --enable-native-access=ALL-UNNAMED)",
                    null,
                    Doctor.withoutKernel());
        }
        return switch (route) {
            case SYSCALL -> LinuxKernels.throughSyscall();
            case LIBNUMA -> {
                if (!LinuxKernels.libnumaPresent()) {
                    throw new NumaUnavailableException(
                            "libnuma.so.1 was asked for and cannot be opened",
                            "install libnuma (Debian and Ubuntu: apt-get install libnuma1), or use Route.SYSCALL",
                            null);
                }
                yield LinuxKernels.throughLibnuma();
            }
        };
    }

    /** Ask the cheapest question there is, a query of no pages, to learn whether the call exists and is let through. */
    private static void requireCalls(Kernel kernel) {
        long result = askNothing(kernel);
        if (result < 0) {
            NumaException refusal = Refusals.explain(kernel, "move_pages", 0, 0, (int) -result);
            throw new NumaUnavailableException(
                    "move_pages(2) is refused with " + refusal.errno() + ": " + refusal.likelyCause(), refusal.remedy(),
                    refusal,
                    Doctor.examine(kernel, 0));
        }
    }

    private static long askNothing(Kernel kernel) {
        try (CallFrame frame = new CallFrame()) {
            return kernel.movePages(frame, 0, 0, frame.pages, MemorySegment.NULL, frame.status, 0);
        }
    }

    static Diagnosis diagnose() {
        if (!LinuxKernels.architectureKnown() || !LinuxKernels.nativeAccessGranted()) {
            return Doctor.withoutKernel();
        }
        return Doctor.examine(LinuxKernels.throughSyscall(), 0);
    }
}
