package io.numamigrator.sim.proc;

import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Backing;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.task.AccessCheck;
import io.numamigrator.sim.task.OpenPageMaps.PageMap;
import io.numamigrator.sim.task.Process;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.ToLongFunction;

/** /proc/PID/pagemap (fs/proc/task_mmu.c): a word for each page; where it is in memory or in the swap is not told. */
public final class PageMapFile {

    private static final long PRESENT = 1L << 63;
    private static final long SWAPPED = 1L << 62;
    private static final long FILE = 1L << 61;
    private static final long SOFT_DIRTY = 1L << 55;
    private static final long EXCLUSIVE = 1L << 56;

    private final Task reader;
    private final Machine machine;

    public PageMapFile(Task reader) {
        this.reader = reader;
        this.machine = reader.process.machine();
    }

    /** Returns a descriptor, or a negative errno; {@code pid} 0 is the reader's own process. */
    public long open(int pid) {
        return ifAllowed(pid, this::open);
    }

    private long open(Process process) {
        AddressSpace space = process.space();
        return space == null ? NegativeErrno.ESRCH : reader.process.openPageMaps().open(new PageMap(process, space));
    }

    private long ifAllowed(int pid, ToLongFunction<Process> use) {
        Task task = pid == 0 ? reader : reader.pidNamespace.find(pid);
        boolean misleads = pid != 0 && reader.process.procMount() != reader.pidNamespace;
        if (task == null || misleads || !machine.kernel().has(KernelSwitch.PAGEMAP)) {
            return NegativeErrno.ENOENT;
        }
        return AccessCheck.byFileAccess(reader, task) ? use.applyAsLong(task.process) : NegativeErrno.EACCES;
    }

    private long withoutMemory() {
        return machine.kernel().has(KernelSwitch.PAGEMAP_NEEDS_MEMORY) ? NegativeErrno.ESRCH : 0;
    }

    /** Read words from a page on, and return how many, or a negative errno; {@code pid} 0 is the reader's own process. */
    public long read(int pid, long firstPage, int count, MemorySegment entries) {
        return ifAllowed(pid, process -> read(process, firstPage, count, entries));
    }

    private long read(Process process, long firstPage, int count, MemorySegment entries) {
        machine.lock.readLock().lock();
        try {
            AddressSpace space = process.space();
            return space == null ? withoutMemory() : read(space, firstPage, count, entries);
        } finally {
            machine.lock.readLock().unlock();
        }
    }

    private long read(AddressSpace space, long firstPage, int count, MemorySegment entries) {
        long limit = space.geometry.page(space.geometry.taskSize());
        long readable = firstPage < 0 ? 0 : Math.clamp(limit - firstPage, 0, count);
        for (long i = 0; i < readable; i++) {
            entries.setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i, word(space, firstPage + i));
        }
        return readable;
    }

    private long word(AddressSpace space, long page) {
        Vma area = space.at(space.geometry.address(page));
        return area == null ? 0 : softDirty() | word(space, area, page);
    }

    /** Nobody has cleared the bits since the area was mapped. */
    private long softDirty() {
        return machine.kernel().has(KernelSwitch.SOFT_DIRTY_IN_PAGEMAP) ? SOFT_DIRTY : 0;
    }

    private long word(AddressSpace space, Vma area, long page) {
        if (area.backing() instanceof Backing.Device) {
            return PRESENT;
        }
        int entry = space.table.entry(page);
        return switch (Pte.kind(entry)) {
            case Pte.NONE -> 0;
            case Pte.SWAPPED -> SWAPPED;
            case Pte.ZERO -> PRESENT;
            case Pte.RARE -> PRESENT | flags(space, space.folio(page), page);
            default -> PRESENT | exclusive(true);
        };
    }

    private long flags(AddressSpace space, Folio folio, long page) {
        boolean alone = folio.mappings().size() == 1 && folio.mappings().getFirst().space() == space;
        boolean tells = folio.isOfFile() && machine.kernel().has(KernelSwitch.FILE_IN_PAGEMAP);
        return (tells ? FILE : 0) | exclusive(alone && space.folio(page) == folio);
    }

    private long exclusive(boolean alone) {
        return alone && machine.kernel().has(KernelSwitch.EXCLUSIVE_IN_PAGEMAP) ? EXCLUSIVE : 0;
    }
}
