package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.bindings.NativeCall;
import io.numamigrator.proc.PseudoFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Assumptions;

/**
 * What the tests may do here.
 *
 * <p>On Linux capabilities belong to a thread: one that gave up its own is an unprivileged caller inside a privileged test run.
 */
final class Privileges {

    private static final int CAP_SYS_NICE = 23;
    private static final int CAP_SYS_PTRACE = 19;
    private static final int CAPABILITY_VERSION_3 = 0x20080522;

    private Privileges() {}

    static void requireRoot() throws IOException {
        long effective = effective();
        Assumptions.assumeTrue(
                (effective >> CAP_SYS_NICE & effective >> CAP_SYS_PTRACE & 1) == 1,
                "needs CAP_SYS_NICE and CAP_SYS_PTRACE: run as root");
    }

    private static long effective() throws IOException {
        String status = Files.readString(Path.of("/proc/thread-self/status"));
        return Long.parseUnsignedLong(PseudoFiles.valueOf("CapEff:", status).orElseThrow(), 16);
    }

    /** Run work on a thread that has given up all its capabilities; the thread ends with it. */
    static <T> T withoutCapabilities(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            giveUpCapabilities();
            assertThat(effective()).isZero();
            return work.call();
        });
        Thread thread = Thread.ofPlatform().start(task);
        thread.join();
        return task.get();
    }

    private static void giveUpCapabilities() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(8, 8);
            header.set(ValueLayout.JAVA_INT, 0, CAPABILITY_VERSION_3);
            MemorySegment none = arena.allocate(24, 8);
            MemorySegment errno = arena.allocate(NativeCall.errnoSize(), 8);
            long result =
                    NativeCall.syscall(errno, LinuxCalls.CAPSET, header.address(), none.address(), 0, 0, 0, 0, header);
            assertThat(result).isZero();
        }
    }
}
