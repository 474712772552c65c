package io.numamigrator.sim.real;

import io.numamigrator.MemoryRange;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.LinuxKernels;
import io.numamigrator.sim.fault.Populate;
import io.numamigrator.sim.fault.ProcessMemory;
import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.task.Process;
import io.numamigrator.sim.version.KernelSwitch;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * mmap(2), munmap(2) and madvise(2) for memory that the library asks for: real bytes behind simulated pages.
 *
 * <p>The bytes come from the real kernel where it may be called, untouched and page by page; else from an arena.
 */
public final class LibraryMappings {

    private static final int DONTNEED = 4;
    private static final int HUGEPAGE = 14;
    private static final int NOHUGEPAGE = 15;
    private static final int POPULATE_READ = 22;

    private final Process process;
    private final RealMemory realMemory;
    private final Geometry geometry;
    private final @Nullable Kernel real;
    private final NavigableMap<Long, Loan> loans = new ConcurrentSkipListMap<>();

    /** Bytes of an arena, given back when the last of them is unmapped. */
    private static final class Loan {
        final Arena arena = Arena.ofShared();
        final long start;
        final long end;
        private long left;

        Loan(long bytes, int alignment) {
            start = arena.allocate(bytes, alignment).address();
            end = start + bytes;
            left = bytes;
        }

        synchronized boolean giveBack(long bytes) {
            left -= bytes;
            if (left == 0) {
                arena.close();
            }
            return left == 0;
        }
    }

    public LibraryMappings(Process process, RealMemory realMemory) {
        this.realMemory = realMemory;
        this.process = process;
        this.geometry = process.machine().geometry();
        boolean callable = LinuxKernels.architectureKnown() && LinuxKernels.nativeAccessGranted();
        this.real = callable ? LinuxKernels.throughSyscall() : null;
    }

    public long map(CallFrame frame, long length) {
        if (length <= 0) {
            return NegativeErrno.EINVAL;
        }
        long bytes = geometry.address(geometry.pages(length));
        Kernel kernel = real;
        long start =
                kernel == null || kernel.pageSize() < geometry.pageSize() ? lend(bytes) : kernel.mmap(frame, bytes);
        if (start > 0) {
            MemoryRange pages = new MemoryRange(start, bytes);
            words().adopt(pages, Vma.HugeAdvice.NONE);
            realMemory.mapped(pages);
        }
        return start;
    }

    private long lend(long bytes) {
        Loan loan;
        try {
            loan = new Loan(bytes, geometry.pageSize());
        } catch (OutOfMemoryError none) {
            return NegativeErrno.ENOMEM;
        }
        loans.put(loan.start, loan);
        return loan.start;
    }

    public long unmap(CallFrame frame, long address, long length) {
        if (length <= 0 || (address & geometry.pageSize() - 1) != 0) {
            return NegativeErrno.EINVAL;
        }
        MemoryRange pages = new MemoryRange(address, geometry.address(geometry.pages(length)));
        words().unmap(pages);
        realMemory.unmapped(pages);
        Map.Entry<Long, Loan> below = loans.floorEntry(address);
        if (below != null && address < below.getValue().end) {
            if (below.getValue().giveBack(pages.bytes())) {
                loans.remove(below.getKey());
            }
            return 0;
        }
        return real == null ? 0 : real.munmap(frame, address, pages.bytes());
    }

    public long advise(long address, long length, int advice) {
        if (length < 0 || (address & geometry.pageSize() - 1) != 0) {
            return NegativeErrno.EINVAL;
        }
        MemoryRange pages = new MemoryRange(address, geometry.address(geometry.pages(length)));
        if (advice == POPULATE_READ && process.machine().kernel().has(KernelSwitch.POPULATE)) {
            return new Populate(process).read(pages);
        }
        switch (advice) {
            case DONTNEED -> words().discard(pages);
            case HUGEPAGE -> words().advise(pages, Vma.HugeAdvice.HUGE);
            case NOHUGEPAGE -> words().advise(pages, Vma.HugeAdvice.NO_HUGE);
            default -> {
                return NegativeErrno.EINVAL;
            }
        }
        return 0;
    }

    private ProcessMemory words() {
        return new ProcessMemory(process);
    }
}
