package io.numamigrator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What the page tables of a process hold (/proc/PID/pagemap): a look at pages that touches none of them. */
final class PageMap implements AutoCloseable {

    private static final long PRESENT = 1L << 63;
    private static final long FRAME = (1L << 55) - 1;
    private static final long HUGE_PAGE = 1L << 22;
    private static final int SHIFT = Integer.numberOfTrailingZeros(RealMachine.PAGE);

    private final FileChannel map;
    private final FileChannel flags;
    private final List<Zone> zones = Zone.all();

    PageMap(String pid) {
        try {
            map = FileChannel.open(Path.of("/proc", pid, "pagemap"), StandardOpenOption.READ);
            flags = FileChannel.open(Path.of("/proc/kpageflags"), StandardOpenOption.READ);
        } catch (IOException hidden) {
            throw new UncheckedIOException(hidden);
        }
    }

    /** Return the node of the page at each address, or {@link Laboratory#NO_PAGE}; the shared zero page is none. */
    int[] nodes(long... addresses) {
        long[] frames = frames(addresses);
        int[] nodes = new int[frames.length];
        for (int i = 0; i < frames.length; i++) {
            nodes[i] = frames[i] == 0 || frames[i] == ZeroPage.FRAME ? Laboratory.NO_PAGE : node(frames[i]);
        }
        return nodes;
    }

    private int node(long frame) {
        return zones.stream()
                .filter(zone -> zone.has(frame))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no zone has frame " + frame))
                .node();
    }

    /** Return the frame of the page at each address, 0 where there is none. */
    long[] frames(long... addresses) {
        long[] frames = new long[addresses.length];
        for (int from = 0; from < addresses.length;) {
            int limit = from + 1;
            while (limit < addresses.length && index(addresses[limit]) == index(addresses[limit - 1]) + 1) {
                limit++;
            }
            ByteBuffer entries = read(map, index(addresses[from]), limit - from);
            for (int i = from; i < limit; i++) {
                long entry = entries.getLong((i - from) * 8);
                frames[i] = (entry & PRESENT) == 0 ? 0 : entry & FRAME;
            }
            from = limit;
        }
        return frames;
    }

    private static long index(long address) {
        return address >>> SHIFT;
    }

    /** Return whether the page at an address is part of a transparent huge page. */
    boolean isHuge(long address) {
        return (read(flags, frames(address)[0], 1).getLong(0) & HUGE_PAGE) != 0;
    }

    /** Read words; those after the end of the file are 0. */
    private static ByteBuffer read(FileChannel file, long index, int words) {
        ByteBuffer bytes = ByteBuffer.allocate(words * 8).order(ByteOrder.nativeOrder());
        try {
            int read = 1;
            while (bytes.hasRemaining() && read > 0) {
                read = file.read(bytes, index * 8 + bytes.position());
            }
            return bytes;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        try {
            map.close();
            flags.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The page that stands for all small pages that were read before they were written. */
    private static final class ZeroPage {

        static final long FRAME = find();

        private static long find() {
            try (Arena arena = Arena.ofConfined();
                    PageMap self = new PageMap("self")) {
                int flags = Mapping.PRIVATE | Mapping.ANONYMOUS;
                var page = Mapping.map(arena, RealMachine.PAGE, Mapping.READ_WRITE, flags, -1);
                if (page.get(ValueLayout.JAVA_BYTE, 0) != 0) {
                    throw new IllegalStateException("fresh memory is not zero");
                }
                return self.frames(page.address())[0];
            }
        }
    }
}
