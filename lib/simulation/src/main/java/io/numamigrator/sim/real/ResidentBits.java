package io.numamigrator.sim.real;

import io.numamigrator.sim.machine.Geometry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.BitSet;

/** Which pages of this JVM are really there: in memory, or in the swap. */
final class ResidentBits {

    private static final Path PAGEMAP = Path.of("/proc/self/pagemap");

    /** Bits of an entry: present, swapped (Documentation/admin-guide/mm/pagemap.rst). */
    private static final long THERE = 1L << 63 | 1L << 62;

    private static final int CHUNK = 4096;

    private final BitSet bits = new BitSet();
    private final int size;

    private ResidentBits(int size) {
        this.size = size;
    }

    /** Look at pages of a simulated machine's size; all are there where the operating system does not tell. */
    static ResidentBits of(Geometry geometry, long from, long past) {
        try {
            return in(PAGEMAP, RealPageSize.bytes(), geometry, from, past);
        } catch (IOException untold) {
            ResidentBits all = new ResidentBits((int) (past - from));
            all.bits.set(0, all.size);
            return all;
        }
    }

    /** Look the pages up in a file like /proc/PID/pagemap that has an entry for each page of so many bytes. */
    static ResidentBits in(Path pagemap, int realSize, Geometry geometry, long from, long past) throws IOException {
        ResidentBits found = new ResidentBits((int) (past - from));
        try (FileChannel entries = FileChannel.open(pagemap)) {
            found.read(entries, realSize, geometry, from);
        }
        return found;
    }

    private void read(FileChannel pagemap, int realSize, Geometry geometry, long from) throws IOException {
        long first = geometry.address(from) / realSize;
        long count = Math.ceilDiv(geometry.address(from + size), realSize) - first;
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Long.BYTES).order(ByteOrder.nativeOrder());
        for (long done = 0; done < count;) {
            chunk.clear().limit((int) Math.min(CHUNK, count - done) * Long.BYTES);
            if (pagemap.read(chunk, (first + done) * Long.BYTES) <= 0) {
                // It ends where user space does: nothing is there.
                return;
            }
            LongBuffer entries = chunk.flip().asLongBuffer();
            for (int i = 0; entries.hasRemaining(); i++) {
                if ((entries.get() & THERE) != 0) {
                    long start = (first + done + i) * realSize;
                    add(geometry.page(start) - from, geometry.page(start + realSize - 1) + 1 - from);
                }
            }
            done += chunk.limit() / Long.BYTES;
        }
    }

    /** A real page is of use to each simulated one that has a byte of it: several, one, or a part of one. */
    private void add(long first, long past) {
        bits.set((int) Math.max(0, first), (int) Math.min(size, past));
    }

    /** Return the first page from {@code page} on that is there, or the number of pages. */
    int next(int page) {
        int found = bits.nextSetBit(page);
        return found < 0 ? size : found;
    }

    /** Return the first page from {@code page} on that is not there, or the number of pages. */
    int nextAbsent(int page) {
        return Math.min(size, bits.nextClearBit(page));
    }
}
