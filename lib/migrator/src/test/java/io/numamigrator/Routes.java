package io.numamigrator;

import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.LinuxKernels;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The running kernel by either route; a test that needs a missing library is skipped and says so. */
final class Routes {

    private Routes() {}

    /** Returns the running kernel by each route that there is on this machine. */
    static Stream<Kernel> kernels() {
        return LinuxKernels.libnumaPresent()
                ? Stream.of(LinuxKernels.throughSyscall(), LinuxKernels.throughLibnuma())
                : Stream.of(LinuxKernels.throughSyscall());
    }

    static Kernel kernel(Route route) {
        requireLibnuma(route);
        return switch (route) {
            case SYSCALL -> LinuxKernels.throughSyscall();
            case LIBNUMA -> LinuxKernels.throughLibnuma();
        };
    }

    static NumaMigrator migrator(Route route) {
        requireLibnuma(route);
        return NumaMigrator.system(route);
    }

    private static void requireLibnuma(Route route) {
        Assumptions.assumeTrue(
                route == Route.SYSCALL || LinuxKernels.libnumaPresent(), "libnuma.so.1 is not installed");
    }
}
