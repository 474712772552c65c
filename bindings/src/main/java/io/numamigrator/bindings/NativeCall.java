package io.numamigrator.bindings;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Call C with errno captured, always in one shape: seven longs and one address in, one long out.
 *
 * <p>Linking a shape costs about 4 ms at start-up, so there is one, linked when first used. A callee that takes fewer
 * arguments ignores the rest: on x86-64 they are unread registers and stack words of the caller, on aarch64 and riscv64
 * registers x0 to x7 and a0 to a7. A narrower C argument reads the low half of its long. The shape is declared variadic
 * after its first argument, as {@code syscall(2)} is; for integers that changes nothing for other callees.
 *
 * <p>The address comes last and no callee reads it. It is there for the linker, which keeps the scope of an address
 * argument alive until the call returns. Pass the segment that the call works on, and:
 * <ul>
 * <li>a closed arena gives {@link IllegalStateException},
 * <li>another thread's confined arena gives {@link WrongThreadException},
 * <li>a heap segment gives {@link IllegalArgumentException},
 * <li>a shared arena cannot be closed while the kernel works on its memory.
 * </ul>
 * Pass {@link MemorySegment#NULL} if there is nothing to keep alive.
 *
 * <p>Results follow the kernel's convention: a negative errno, or what the call returned. C reports an error as -1 and
 * sets errno; for every call made here -1 is an error and nothing else.
 *
 * <p>Every {@code errnoState} is memory of the caller, {@link #errnoSize()} bytes, native, one for each thread.
 */
// Nobody who uses this module needs org.jspecify, neither to compile nor to run.
@SuppressWarnings("exports")
@NullMarked
public final class NativeCall {

    private static final StructLayout ERRNO_STATE = Linker.Option.captureStateLayout();

    private static final long ERRNO = ERRNO_STATE.byteOffset(PathElement.groupElement("errno"));

    private NativeCall() {}

    /** Return the size in bytes of the memory that receives errno; align it to {@code int}. */
    public static long errnoSize() {
        return ERRNO_STATE.byteSize();
    }

    /**
     * Make a system call through {@code syscall(2)} of libc.
     *
     * @param errnoState receives errno, {@link #errnoSize()} bytes
     * @param number the architecture's number of the system call
     * @param keepAlive the memory that the kernel works on
     * @return a negative errno, or what the system call returned
     */
    public static long syscall(MemorySegment errnoState, long number, long a1, long a2, long a3, long a4, long a5,
            long a6, MemorySegment keepAlive) {
        return result(errnoState, call(Syscall.ADDRESS, errnoState, number, a1, a2, a3, a4, a5, a6, keepAlive));
    }

    /**
     * Call a function of libnuma, which is opened at the first call.
     *
     * @param errnoState receives errno, {@link #errnoSize()} bytes
     * @param keepAlive the memory that the function works on
     * @return a negative errno, or what the function returned
     * @throws UnsatisfiedLinkError if libnuma.so.1 cannot be opened; ask {@link #libnumaPresent()} first
     */
    public static long libnuma(LibnumaFunction function, MemorySegment errnoState, long a1, long a2, long a3, long a4,
            long a5, long a6, MemorySegment keepAlive) {
        if (!libnumaPresent()) {
            throw new UnsatisfiedLinkError("libnuma.so.1 cannot be opened; install it (Debian: libnuma1)");
        }
        return result(errnoState, call(function.address(), errnoState, a1, a2, a3, a4, a5, a6, 0, keepAlive));
    }

    /** Return whether libnuma.so.1 can be opened. Asked once; the answer stays. */
    public static boolean libnumaPresent() {
        return LibnumaProbe.PRESENT;
    }

    /** Return the size in bytes of a base page, {@code sysconf(_SC_PAGESIZE)}. */
    public static long pageSize() {
        return PageSize.BYTES;
    }

    /**
     * View memory that the library mapped itself as a segment.
     *
     * @param address the first byte
     * @param length in bytes
     * @param arena closes the segment
     * @param cleanup run when the arena closes, or null
     * @throws IllegalStateException if the arena is closed
     */
    public static MemorySegment view(long address, long length, Arena arena, @Nullable Runnable cleanup) {
        return MemorySegment.ofAddress(address).reinterpret(length, arena,
                cleanup == null ? null : closed -> cleanup.run());
    }

    private static long call(MemorySegment function, MemorySegment errnoState, long a1, long a2, long a3, long a4,
            long a5, long a6, long a7, MemorySegment keepAlive) {
        try {
            return (long) Shape.HANDLE.invokeExact(function, errnoState, a1, a2, a3, a4, a5, a6, a7, keepAlive);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError("a downcall throws nothing checked", t);
        }
    }

    private static long result(MemorySegment errnoState, long raw) {
        return raw == -1 ? -errnoState.get(JAVA_INT, ERRNO) : raw;
    }

    /** The one linked shape; the function is its first argument. */
    private static final class Shape {
        static final MethodHandle HANDLE = Linker.nativeLinker().downcallHandle(
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                        JAVA_LONG, ADDRESS),
                Linker.Option.firstVariadicArg(1), Linker.Option.captureCallState("errno"));
    }

    private static final class Syscall {
        static final MemorySegment ADDRESS = Linker.nativeLinker().defaultLookup().find("syscall").orElseThrow();
    }

    private static final class LibnumaProbe {
        static final boolean PRESENT = opens("libnuma.so.1");

        private static boolean opens(String library) {
            try (Arena arena = Arena.ofConfined()) {
                SymbolLookup.libraryLookup(library, arena);
                return true;
            } catch (IllegalArgumentException absent) {
                return false;
            }
        }
    }

    private static final class PageSize {
        static final long BYTES = ask();

        private static long ask() {
            MemorySegment sysconf = Linker.nativeLinker().defaultLookup().find("sysconf").orElseThrow();
            try (Arena arena = Arena.ofConfined()) {
                return call(sysconf, arena.allocate(ERRNO_STATE), Libc._SC_PAGESIZE(), 0, 0, 0, 0, 0, 0,
                        MemorySegment.NULL);
            }
        }
    }
}
