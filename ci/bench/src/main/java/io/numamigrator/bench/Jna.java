package io.numamigrator.bench;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.numamigrator.bindings.SyscallsAarch64;
import io.numamigrator.bindings.SyscallsX86_64;
import org.jspecify.annotations.Nullable;

/** The two JNA peers: {@code syscall(2)} of libc, by direct and by interface mapping. */
final class Jna {

    private static final long MOVE_PAGES = System.getProperty("os.arch").equals("amd64")
            ? SyscallsX86_64.__NR_move_pages()
            : SyscallsAarch64.__NR_move_pages();

    private Jna() {}

    /** A query by move_pages(2). */
    interface MovePages {
        long query(long count, long[] pages, int[] status);
    }

    static long direct(long count, long[] pages, int[] status) {
        return Direct.syscall(MOVE_PAGES, 0, count, pages, null, status, 0);
    }

    static long byInterface(long count, long[] pages, int[] status) {
        return Interface.LIBC.syscall(MOVE_PAGES, 0, count, pages, null, status, 0);
    }

    private static final class Direct {
        static {
            Native.register(Direct.class, NativeLibrary.getInstance("c"));
        }

        static native long syscall(long number, long pid, long count, long[] pages, @Nullable Pointer nodes,
                int[] status, long flags);
    }

    interface Interface extends Library {

        Interface LIBC = Native.load("c", Interface.class);

        long syscall(long number, long pid, long count, long[] pages, @Nullable Pointer nodes, int[] status,
                long flags);
    }
}
