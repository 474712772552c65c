package io.numamigrator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.numamigrator.bindings.NativeCall;
import io.numamigrator.engine.KernelMigrator;
import io.numamigrator.kernel.Kernel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The running kernel; only in a guest are pools and swap changed, which belong to everybody. */
final class LinuxAbsentMemory implements AbsentMemory {

    private static final int PAGE = RealMachine.PAGE;
    private static final long HUGE = RealMachine.HUGE;
    private static final int MADV_PAGEOUT = 21;
    private static final int MADV_GUARD_INSTALL = 102;
    private static final int MFD_HUGETLB = 4;
    private static final int ATTEMPTS = 20;

    private final LinuxSubject linux = new LinuxSubject(Route.SYSCALL);
    private final NodeSet nodes = linux.numa().topology().withMemory();
    private final boolean guest;
    private final Arena whole = Arena.ofShared();
    private @Nullable Arena arena;
    private boolean swapIsOn;

    LinuxAbsentMemory(boolean guest) {
        this.guest = guest;
    }

    @Override
    public NumaMigrator numa() {
        return linux.numa();
    }

    @Override
    public Kernel kernel() {
        return ((KernelMigrator) linux.numa()).kernel();
    }

    @Override
    public NodeSet nodes() {
        return nodes;
    }

    @Override
    public KernelRelease release() {
        return KernelRelease.of(System.getProperty("os.version"));
    }

    private void needsGuest(String why) {
        assumeTrue(guest, "only in a guest: " + why);
    }

    @Override
    public MemoryRange untouched(int pages) {
        return MemoryRange.of(linux.untouched(arena(), pages));
    }

    @Override
    public MemoryRange touched(int pages, int node) {
        return MemoryRange.of(written(linux.untouched(arena(), pages), node));
    }

    private MemorySegment written(MemorySegment memory, int node) {
        PolicyCall.boundTo(node, kernel(), () -> memory.fill((byte) 1));
        return memory;
    }

    @Override
    public MemoryRange zero(int pages) {
        MemoryRange memory = untouched(pages);
        read(memory);
        return memory;
    }

    @Override
    public MemoryRange cached(int pages, int node, boolean stays) {
        int file = Mapping.fileInMemory(arena(), (long) pages * PAGE);
        return mappedAfter(file, (long) pages * PAGE, node, stays);
    }

    private MemoryRange mappedAfter(int file, long bytes, int node, boolean stays) {
        Arena other = stays ? arena() : Arena.ofConfined();
        written(Mapping.map(other, bytes, Mapping.READ_WRITE, Mapping.SHARED, file), node);
        if (!stays) {
            other.close();
        }
        return MemoryRange.of(Mapping.map(arena(), bytes, Mapping.READ_WRITE, Mapping.SHARED, file));
    }

    /** As FileChannel.map gives it to a program; the file is written just before, by this thread on the node that it asks for. */
    @Override
    public MemoryRange cachedFile(int pages, int node) {
        try {
            Path path = Files.createTempFile("cached", ".data");
            NativeCall.view(0, 0, arena(), () -> delete(path));
            byte[] content = new byte[pages * PAGE];
            PolicyCall.boundTo(node, kernel(), () -> write(path, content));
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                return MemoryRange.of(channel.map(FileChannel.MapMode.READ_ONLY, 0, content.length, arena()));
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static void write(Path path, byte... content) {
        try {
            Files.write(path, content);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    @Override
    public MemoryRange hole(int pages) {
        int file = Mapping.fileInMemory(arena(), (long) pages * PAGE);
        return MemoryRange.of(Mapping.map(arena(), (long) pages * PAGE, Mapping.READ_WRITE, Mapping.SHARED, file));
    }

    @Override
    public MemoryRange huge(int node) {
        MemorySegment memory = written(linux.hugePages(arena(), HUGE), node);
        try (RawScan scan = new RawScan(kernel())) {
            long found = scan.over(MemoryRange.of(memory)).with(RawScan.MASK, RawScan.HUGE).call();
            assumeTrue(found == 1, "the kernel gave no huge page");
        }
        return MemoryRange.of(memory);
    }

    @Override
    public MemoryRange hugetlb(int node) {
        needsGuest("it takes pages of the hugetlb pool");
        HugetlbPool.of(HUGE).fill(node, 2, arena());
        int file = (int) LinuxCalls.call(LinuxCalls.MEMFD_CREATE, arena().allocateFrom("huge").address(), MFD_HUGETLB);
        NativeCall.view(0, 0, arena(), () -> LinuxCalls.call(LinuxCalls.CLOSE, file));
        LinuxCalls.call(LinuxCalls.FTRUNCATE, file, HUGE);
        return mappedAfter(file, HUGE, node, true);
    }

    @Override
    public MemoryRange swapped(int pages, int node) {
        return swapOut(written(linux.untouched(arena(), pages), node));
    }

    @Override
    public MemoryRange sharedSwapped(int pages, int node) {
        int file = Mapping.fileInMemory(arena(), (long) pages * PAGE);
        return swapOut(written(
                Mapping.map(arena(), (long) pages * PAGE, Mapping.READ_WRITE, Mapping.SHARED, file), node));
    }

    @Override
    public boolean hasSwapped() {
        return swapIsOn;
    }

    private MemoryRange swapOut(MemorySegment memory) {
        needsGuest("it needs swap");
        if (swapIsOn) {
            try (PageMap map = new PageMap("self")) {
                for (int i = 0; i < ATTEMPTS && map.frames(memory.address())[0] != 0; i++) {
                    Mapping.advise(memory, MADV_PAGEOUT);
                }
            }
        } else {
            SwapDevice.swapOut(memory, whole);
            swapIsOn = true;
        }
        return MemoryRange.of(memory);
    }

    /** The first frames of the machine's memory, which hold its firmware. */
    @Override
    public MemoryRange device() {
        needsGuest("it maps /dev/mem");
        long path = arena().allocateFrom("/dev/mem").address();
        long file = LinuxCalls.ask(LinuxCalls.OPENAT, -100, path, 0, 0);
        assumeTrue(file >= 0, "no /dev/mem");
        long address = LinuxCalls.ask(LinuxCalls.MMAP, 0, 4L * PAGE, Mapping.READ, Mapping.SHARED, file, 0xf0000);
        LinuxCalls.call(LinuxCalls.CLOSE, file);
        assumeTrue(address > 0, "the kernel does not map /dev/mem");
        NativeCall.view(0, 0, arena(), () -> LinuxCalls.call(LinuxCalls.MUNMAP, address, 4L * PAGE));
        return new MemoryRange(address, 4L * PAGE);
    }

    @Override
    public MemoryRange guard(int pages) {
        MemoryRange memory = untouched(pages);
        long answer = LinuxCalls.ask(LinuxCalls.MADVISE, memory.start(), memory.bytes(), MADV_GUARD_INSTALL);
        assumeTrue(answer == 0, "this kernel has no guard regions (Linux 6.13)");
        return memory;
    }

    @Override
    public MemoryRange poisoned(int pages) {
        Requires.root();
        MemoryRange memory = untouched(pages);
        PoisonMark.put(memory);
        return memory;
    }

    @Override
    public void read(MemoryRange memory) {
        MemorySegment view = NativeCall.view(memory.start(), memory.bytes(), arena(), () -> {});
        long sum = 0;
        for (long at = 0; at < memory.bytes(); at += PAGE) {
            sum += view.get(ValueLayout.JAVA_BYTE, at);
        }
        assumeTrue(sum > Long.MIN_VALUE);
    }

    @Override
    public void discard(MemoryRange memory) {
        LinuxCalls.call(LinuxCalls.MADVISE, memory.start(), memory.bytes(), 4);
    }

    /** Shared: a test may be ended by another thread than the one that ran it. */
    private Arena arena() {
        Arena open = arena;
        if (open == null) {
            open = Arena.ofShared();
            arena = open;
        }
        return open;
    }

    @Override
    public void close() {
        Arena open = arena;
        arena = null;
        if (open != null) {
            open.close();
        }
    }

    /** Gives back what one case after another has used, too. */
    void end() {
        close();
        whole.close();
        linux.numa().close();
    }
}
