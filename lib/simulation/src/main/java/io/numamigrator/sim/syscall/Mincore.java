package io.numamigrator.sim.syscall;

import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Backing.OfFile;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.SimulatedFile;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.task.Process;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** mincore(2): which pages of the caller are in memory; of a file, whether it has the page in the cache, mapped or not; and msync(2). */
final class Mincore {

    private final Process process;
    private final Machine machine;
    private final Geometry geometry;

    Mincore(Process process) {
        this.process = process;
        this.machine = process.machine();
        this.geometry = machine.geometry();
    }

    /** Write a byte for each page, and return 0, EINVAL for an address between pages or ENOMEM for a hole. */
    long call(long address, long length, MemorySegment vector) {
        if ((address & geometry.pageSize() - 1) != 0) {
            return NegativeErrno.EINVAL;
        }
        machine.lock.readLock().lock();
        try {
            AddressSpace space = process.requireSpace();
            long first = geometry.page(address);
            for (long i = 0; i < geometry.pages(length); i++) {
                Vma area = space.at(geometry.address(first + i));
                if (area == null) {
                    return NegativeErrno.ENOMEM;
                }
                vector.set(ValueLayout.JAVA_BYTE, i, (byte) (isInMemory(space, area, first + i) ? 1 : 0));
            }
            return 0;
        } finally {
            machine.lock.readLock().unlock();
        }
    }

    /** Tells whether a range from a page boundary on is mapped without a hole, as msync(2) does. */
    boolean isMapped(long address, long length) {
        long end = address + geometry.address(geometry.pages(length));
        if ((address & geometry.pageSize() - 1) != 0 || address < 0 || end < address) {
            return false;
        }
        machine.lock.readLock().lock();
        try {
            long at = address;
            for (Vma area : process.requireSpace().areas(address, end)) {
                if (area.start() > at) {
                    return false;
                }
                at = area.end();
            }
            return at >= end;
        } finally {
            machine.lock.readLock().unlock();
        }
    }

    private boolean isInMemory(AddressSpace space, Vma area, long page) {
        int kind = Pte.kind(space.table.entry(page));
        if (kind != Pte.NONE) {
            return kind != Pte.SWAPPED;
        }
        if (area.backing() instanceof OfFile(SimulatedFile file)) {
            Folio cached = file.cache.folio(area.indexOf(page, geometry));
            return cached != null && cached.node >= 0;
        }
        return false;
    }
}
