package io.numamigrator.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * PAGEMAP_SCAN, the ioctl of {@code /proc/PID/pagemap} (linux/fs.h, Linux 6.7).
 *
 * <p>Its argument is twelve 64-bit words; a region is three: start, end, categories.
 */
final class LinuxPageScan implements PageScan {

    /** _IOWR('f', 16, struct pm_scan_arg of 96 bytes). */
    private static final long PAGEMAP_SCAN = 0xC0606610L;

    private static final long PAGE_IS_PRESENT = 1 << 3;
    private static final long PAGE_IS_HUGE = 1 << 6;

    private static final int REGIONS = 1024;
    private static final long ARGUMENT_BYTES = 96;
    private static final long PATH_AT = 128;
    private static final long REGIONS_AT = 192;
    private static final long MEMORY = REGIONS_AT + REGIONS * 24L;

    private final LinuxKernel kernel;
    private final CallFrame owner;
    private final MemorySegment memory;
    private final long descriptor;
    private final boolean absentMeansEnoent;

    private LinuxPageScan(LinuxKernel kernel, CallFrame owner, MemorySegment memory, long descriptor) {
        this.kernel = kernel;
        this.owner = owner;
        this.memory = memory;
        this.descriptor = descriptor;
        this.absentMeansEnoent = LinuxRelease.parse(kernel.release()).atLeast(6, 12);
    }

    static @Nullable PageScan open(LinuxKernel kernel, CallFrame frame, int pid) {
        if (!LinuxRelease.parse(kernel.release()).atLeast(6, 7)) {
            return null;
        }
        MemorySegment memory = frame.scanMemory(MEMORY);
        memory.setString(PATH_AT, "/proc/" + (pid == 0 ? "self" : Integer.toString(pid)) + "/pagemap");
        long descriptor = kernel.openReadOnly(frame, memory.asSlice(PATH_AT));
        return descriptor < 0 ? null : new LinuxPageScan(kernel, frame, memory, descriptor);
    }

    @Override
    public int scan(CallFrame frame, long start, long end) {
        memory.asSlice(0, ARGUMENT_BYTES).fill((byte) 0);
        put(0, ARGUMENT_BYTES);
        put(2, start);
        put(3, end);
        put(5, memory.address() + REGIONS_AT);
        put(6, REGIONS);
        put(11, PAGE_IS_PRESENT | PAGE_IS_HUGE);
        return (int) kernel.ioctl(frame, descriptor, PAGEMAP_SCAN, memory.address());
    }

    private void put(int word, long value) {
        memory.setAtIndex(ValueLayout.JAVA_LONG, word, value);
    }

    @Override
    public long stoppedAt() {
        return memory.getAtIndex(ValueLayout.JAVA_LONG, 4);
    }

    @Override
    public long start(int i) {
        return region(i, 0);
    }

    @Override
    public long end(int i) {
        return region(i, 8);
    }

    @Override
    public int categories(int i) {
        long found = region(i, 16);
        return ((found & PAGE_IS_PRESENT) != 0 ? PRESENT : 0) | ((found & PAGE_IS_HUGE) != 0 ? HUGE : 0);
    }

    private long region(int i, int field) {
        return memory.get(ValueLayout.JAVA_LONG, REGIONS_AT + i * 24L + field);
    }

    @Override
    public boolean absentMeansEnoent() {
        return absentMeansEnoent;
    }

    @Override
    public void close() {
        kernel.closeDescriptor(owner, descriptor);
    }
}
