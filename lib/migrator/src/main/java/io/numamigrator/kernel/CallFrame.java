package io.numamigrator.kernel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one system call in flight: errno, the three arrays of move_pages(2), and the segment to keep alive.
 *
 * <p>A frame belongs to one thread at a time. It is reused from call to call, so a query or a move allocates nothing. Its memory is
 * freed when it is closed, by whichever thread, and does not wait for the garbage collector.
 */
public final class CallFrame implements AutoCloseable {

    /** Addresses per call: from here on a longer call is no faster, and the arrays stay in the second-level cache. */
    public static final int CAPACITY = 4096;

    /**
     * Elements per bulk copy, at most 2 KiB of them. From 4 KiB on the JVM copies with 512-bit instructions, after which
     * the kernel's own work was measured to take 14 to 17 % longer; a lowered clock is the likely reason, but was not measured.
     */
    public static final int PIECE = 256;

    private static final long ERRNO_BYTES = 64;
    private static final long PATH_BYTES = 64;

    private final FrameMemory memory = FrameMemory.of(this);

    /** Memory that errno is captured in: 64 bytes. */
    public final MemorySegment errno;

    /** Addresses: {@value #CAPACITY} × int64. */
    public final MemorySegment pages;

    /** Target nodes: {@value #CAPACITY} × int32. */
    public final MemorySegment nodes;

    /** Statuses: {@value #CAPACITY} × int32. */
    public final MemorySegment status;

    /** Addresses on the heap, copied to {@link #pages} in one go. */
    public final long[] addressArray = new long[CAPACITY];

    /** Statuses on the heap, copied from {@link #status} in one go. */
    public final int[] statusArray = new int[CAPACITY];

    /** The segment whose scope the kernel call holds open until it returns; NULL holds nothing. */
    public MemorySegment keepAlive = MemorySegment.NULL;

    /** The pidfd of the process that is held, or -1. */
    long heldDescriptor = -1;

    /** The number of the process that is held. */
    int heldPid;

    private int @Nullable [] pageOfEntry;
    private int @Nullable [] spanOfEntry;
    private @Nullable PageMapScan pageScan;

    /** The path of a page map, zero-terminated. */
    private MemorySegment pageMapPath = MemorySegment.NULL;

    private int pidOfPath = -1;

    /** Allocate a frame of 64 KiB, to be closed by its owner. */
    public CallFrame() {
        MemorySegment all = memory.allocate(ERRNO_BYTES + CAPACITY * 16L);
        errno = all.asSlice(0, ERRNO_BYTES);
        pages = all.asSlice(ERRNO_BYTES, CAPACITY * 8L);
        nodes = all.asSlice(ERRNO_BYTES + CAPACITY * 8L, CAPACITY * 4L);
        status = all.asSlice(ERRNO_BYTES + CAPACITY * 12L, CAPACITY * 4L);
    }

    /** Hold this segment open during the calls to come. */
    public CallFrame holding(MemorySegment segment) {
        keepAlive = segment;
        return this;
    }

    /** Hold nothing any more. */
    public void release() {
        keepAlive = MemorySegment.NULL;
    }

    /** Return the array in which a batch of scattered entries notes the page each stands for. */
    public int[] pageOfEntry() {
        int[] array = pageOfEntry;
        if (array == null) {
            array = new int[CAPACITY];
            pageOfEntry = array;
        }
        return array;
    }

    /** Return the array in which a batch of scattered entries notes how many pages each stands for. */
    public int[] spanOfEntry() {
        int[] array = spanOfEntry;
        if (array == null) {
            array = new int[CAPACITY];
            spanOfEntry = array;
        }
        return array;
    }

    /** Returns further memory that lives as long as this frame, zeroed, on a boundary of 64 bytes. */
    MemorySegment allocate(long bytes) {
        return memory.allocate(bytes);
    }

    /** Return the scan that works with this frame. */
    PageMapScan pageScan(PageMapCalls kernel) {
        PageMapScan scan = pageScan;
        if (scan == null || !scan.kernel().equals(kernel)) {
            scan = new PageMapScan(kernel, this);
            pageScan = scan;
        }
        return scan;
    }

    /** Returns the address of the path of a process's page map, written anew for another process alone. */
    long pageMapPath(int pid, ProcView view) {
        if (pid != pidOfPath) {
            pageMapPath = pidOfPath < 0 ? allocate(PATH_BYTES) : pageMapPath;
            pageMapPath.setString(0, (pid == 0 ? "/proc/self/" : view.directory(pid)) + "pagemap");
            pidOfPath = pid;
        }
        return pageMapPath.address();
    }

    /** Frees the frame's memory; no call may be using it. */
    @Override
    public void close() {
        memory.free();
    }
}
