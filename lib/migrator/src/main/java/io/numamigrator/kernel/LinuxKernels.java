package io.numamigrator.kernel;

import io.numamigrator.bindings.NativeCall;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens the running Linux kernel, by one route or the other. */
public final class LinuxKernels {

    private LinuxKernels() {}

    /** Tell whether the user granted native access to the module that needs it. */
    public static boolean nativeAccessGranted() {
        return NativeCall.class.getModule().isNativeAccessEnabled();
    }

    /** Tell whether this operating system and architecture are known: Linux on x86-64, aarch64 or riscv64. */
    public static boolean architectureKnown() {
        return System.getProperty("os.name").equals("Linux") && LinuxArch.of(System.getProperty("os.arch")) != null;
    }

    /** Tell whether libnuma.so.1 can be opened. */
    public static boolean libnumaPresent() {
        return NativeCall.libnumaPresent();
    }

    /** Open the kernel through syscall(2). */
    public static Kernel throughSyscall() {
        return new LinuxKernel(arch(), pageSize(), release());
    }

    /** Open the kernel through libnuma.so.1. */
    public static Kernel throughLibnuma() {
        return new LibnumaKernel(arch(), pageSize(), release());
    }

    /** Open what the kernel tells as text, which takes no native access. */
    public static KernelFiles files() {
        return new LinuxFiles();
    }

    /**
     * View {@code length} bytes that {@link Kernel#mmap} mapped as a segment, and clean up when its arena closes.
     *
     * @throws IllegalStateException if the arena is closed
     * @throws WrongThreadException if the arena is confined to another thread
     */
    public static MemorySegment view(long address, long length, Arena arena, @Nullable Runnable cleanup) {
        return NativeCall.view(address, length, arena, cleanup);
    }

    private static LinuxArch arch() {
        Supplier<LinuxArch> arch = LinuxArch.of(System.getProperty("os.arch"));
        if (arch == null) {
            throw new IllegalStateException("no system-call numbers for " + System.getProperty("os.arch"));
        }
        return arch.get();
    }

    private static int pageSize() {
        return (int) NativeCall.pageSize();
    }

    /** Read the release; unknown if /proc is hidden, and then nothing newer than the oldest kernel is expected of it. */
    private static String release() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        } catch (IOException hidden) {
            return System.getProperty("os.version", "unknown");
        }
    }
}
