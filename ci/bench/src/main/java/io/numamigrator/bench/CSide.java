package io.numamigrator.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The C sources of the benchmark: the yardstick, the JNI peer, and what is needed around them. */
final class CSide {

    static {
        System.load(Path.of(System.getProperty("bench.library")).toAbsolutePath().toString());
    }

    private CSide() {}

    /** Query {@code count} pages, {@code times} over, in a C loop; return the pages found, or a negative errno. */
    static native long query(long base, long count, long times);

    /** Move {@code count} pages, {@code times} over, in a C loop; return the pages on the node, or a negative errno. */
    static native long move(long base, long count, int node, long times);

    /** Copy the statuses of the last C query or move. */
    static native void statuses(int[] into);

    /** Call move_pages(2) once by JNI, with Get- and SetArrayRegion; return its result, or a negative errno. */
    static native long movePages(int count, long[] pages, int @Nullable [] nodes, int[] status, int flags);

    /** Read CLOCK_THREAD_CPUTIME_ID in ns. */
    static native long cpuNanos();

    /** Map {@code bytes} from a 2 MiB boundary on, for huge pages or without any; return the address or -errno. */
    static native long map(long bytes, boolean huge);

    static native void unmap(long base, long bytes);

    /** Write to each of {@code pages} pages. */
    static native void touch(long base, long pages);

    /** Have the kernel make no further huge pages here; those that are there stay. */
    static native void noMoreHuge(long base, long pages);

    /** Give {@code pages} pages back; a huge page that loses a part of itself is split. */
    static native void dontNeed(long base, long pages);

    /**
     * Run a program and return its exit status.
     *
     * @param line the line of its output to wait for, from 1 on
     * @param times three times in ns: to its end, of CPU, and to the end of that line, which is negative if it never came
     */
    static native int run(String[] words, int line, long[] times);
}
