package io.numamigrator.fidelity.sim;

import static io.numamigrator.fidelity.program.SystemCalls.MAP_ANONYMOUS;
import static io.numamigrator.fidelity.program.SystemCalls.MAP_HUGETLB;
import static io.numamigrator.fidelity.program.SystemCalls.MAP_SHARED;

import io.numamigrator.MemoryRange;
import io.numamigrator.fidelity.scenario.Layout;
import io.numamigrator.sim.fault.ProcessMemory;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Backing;
import io.numamigrator.sim.mm.FileSystem;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.SimulatedFile;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.mm.Vma.HugeAdvice;
import io.numamigrator.sim.task.Process;
import java.util.List;

/** What a process of a scenario does with its memory, by the arguments of the system calls. */
final class SlotMemory {

    private static final int MADV_DONTNEED = 4;
    private static final int MADV_HUGEPAGE = 14;
    private static final int MADV_NOHUGEPAGE = 15;

    private final Process process;
    private final Machine machine;
    private final SimulatedFile[] files;

    SlotMemory(Process process, SimulatedFile[] files) {
        this.process = process;
        this.machine = process.machine();
        this.files = files;
    }

    private ProcessMemory words() {
        return new ProcessMemory(process);
    }

    private static MemoryRange range(long address, long bytes) {
        return new MemoryRange(address, bytes);
    }

    long map(long[] a) {
        int flags = (int) a[3];
        boolean shared = (flags & MAP_SHARED) != 0;
        Backing backing;
        String name = "";
        long first = 0;
        if ((flags & MAP_HUGETLB) != 0) {
            name = "/anon_hugepage (deleted)";
            backing = new Backing.Hugetlb(new SimulatedFile(name, FileSystem.SHMEM));
        } else if ((flags & MAP_ANONYMOUS) == 0) {
            SimulatedFile file = files[(int) a[4] - Layout.FIRST_FILE];
            name = file.path;
            backing = new Backing.OfFile(file);
        } else if (shared) {
            name = "/dev/zero (deleted)";
            backing = new Backing.OfFile(new SimulatedFile(name, FileSystem.SHMEM));
        } else {
            backing = Backing.ANONYMOUS;
            first = machine.geometry().page(a[0]);
        }
        Vma area = new Vma(a[0], a[0] + a[1], backing, first, shared, protection(a[2]), null, false, HugeAdvice.NONE,
                name);
        machine.exclusively(() -> process.requireSpace().map(area));
        return a[0];
    }

    private static int protection(long bits) {
        return ((bits & 1) != 0 ? Vma.READ : 0) | ((bits & 2) != 0 ? Vma.WRITE : 0);
    }

    long unmap(long address, long bytes) {
        words().unmap(range(address, bytes));
        return 0;
    }

    /** Areas are changed up to the first hole, which is the answer; what is locked and becomes writable is written to. */
    long protect(long address, long bytes, int bits) {
        long there = mapped(address, bytes);
        if (there > 0) {
            List<Vma> before = process.requireSpace().areas(address, address + there);
            words().protect(range(address, there), protection(bits));
            if ((protection(bits) & Vma.WRITE) != 0) {
                before.stream().filter(SlotMemory::isLockedAsRead).forEach(area -> {
                    long from = Math.max(address, area.start());
                    long to = area.endBelow(address + there);
                    words().touch(process.mainTask(), range(from, to - from), true);
                });
            }
        }
        return there < bytes ? NegativeErrno.ENOMEM : 0;
    }

    private static boolean isLockedAsRead(Vma area) {
        return area.locked() && !area.shared() && (area.protection() & Vma.WRITE) == 0;
    }

    /** Areas are locked up to the first hole; then, if there was none, their pages touched. */
    long lock(long address, long bytes) {
        long there = mapped(address, bytes);
        if (there > 0) {
            words().lock(range(address, there), true);
        }
        if (there < bytes) {
            return NegativeErrno.ENOMEM;
        }
        return touchLocked(address, bytes);
    }

    private long touchLocked(long address, long bytes) {
        AddressSpace space = process.requireSpace();
        for (Vma area : space.areas(address, address + bytes)) {
            long from = Math.max(address, area.start());
            long to = area.endBelow(address + bytes);
            if (!area.isAccessible()) {
                return NegativeErrno.ENOMEM;
            }
            boolean write = !area.shared() && (area.protection() & Vma.WRITE) != 0;
            words().touch(process.mainTask(), range(from, to - from), write);
        }
        return 0;
    }

    /** Tell whether there is a page to hold a reference to: the zero page is nobody's. */
    boolean hasPage(long address) {
        int kind = Pte.kind(process.requireSpace().table.entry(machine.geometry().page(address)));
        return kind != Pte.ZERO && kind != Pte.NONE;
    }

    /** Return how many bytes from an address on are mapped without a hole. */
    private long mapped(long address, long bytes) {
        AddressSpace space = process.requireSpace();
        long at = address;
        for (Vma area : space.areas(address, address + bytes)) {
            if (area.start() > at) {
                break;
            }
            at = area.endBelow(address + bytes);
        }
        return at - address;
    }

    /** Holes are passed over, and told of at the end. */
    long advise(long address, long bytes, int advice) {
        switch (advice) {
            case MADV_DONTNEED -> {
                return discard(address, bytes);
            }
            case MADV_HUGEPAGE -> words().advise(range(address, bytes), HugeAdvice.HUGE);
            case MADV_NOHUGEPAGE -> words().advise(range(address, bytes), HugeAdvice.NO_HUGE);
            default -> throw new IllegalArgumentException("no scenario advises " + advice);
        }
        return mapped(address, bytes) < bytes ? NegativeErrno.ENOMEM : 0;
    }

    /** Areas are emptied up to one that is locked. */
    private long discard(long address, long bytes) {
        for (Vma area : process.requireSpace().areas(address, address + bytes)) {
            if (area.locked()) {
                return NegativeErrno.EINVAL;
            }
            long from = Math.max(address, area.start());
            words().discard(range(from, area.endBelow(address + bytes) - from));
        }
        return mapped(address, bytes) < bytes ? NegativeErrno.ENOMEM : 0;
    }

    long touch(long address, long pages, boolean write) {
        for (long i = 0; i < pages; i++) {
            Vma area = process.requireSpace().at(address + i * Layout.PAGE);
            if (area == null || (area.protection() & (write ? Vma.WRITE : Vma.READ)) == 0) {
                return NegativeErrno.EFAULT;
            }
            words().touch(process.mainTask(), range(address + i * Layout.PAGE, Layout.PAGE), write);
        }
        return 0;
    }
}
