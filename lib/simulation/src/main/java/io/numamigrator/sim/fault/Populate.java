package io.numamigrator.sim.fault;

import io.numamigrator.MemoryRange;
import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Backing;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.task.Process;

/** madvise(2) with MADV_POPULATE_READ (mm/madvise.c): maps each page as a read does, up to the first that cannot be. */
public final class Populate {

    private final Process process;
    private final Geometry geometry;

    public Populate(Process process) {
        this.process = process;
        this.geometry = process.machine().geometry();
    }

    /** Return 0, EINVAL for an area without pages or without read access, ENOMEM for a hole, EFAULT for a read that kills. */
    public long read(MemoryRange pages) {
        AddressSpace space = process.requireSpace();
        for (long at = pages.start(); at < pages.end();) {
            Vma area = space.at(at);
            if (area == null) {
                return NegativeErrno.ENOMEM;
            }
            if (area.backing() instanceof Backing.Device || area.backing() instanceof Backing.Vvar
                    || (area.protection() & Vma.READ) == 0) {
                return NegativeErrno.EINVAL;
            }
            long end = Math.min(pages.end(), area.end());
            if (!read(at, end)) {
                return NegativeErrno.EFAULT;
            }
            at = end;
        }
        return 0;
    }

    private boolean read(long from, long to) {
        try {
            for (long page = geometry.page(from); page < geometry.page(to); page++) {
                MemoryRange one = new MemoryRange(geometry.address(page), geometry.pageSize());
                new ProcessMemory(process).touch(process.thread(), one, false);
            }
            return true;
        } catch (IllegalStateException sigbus) {
            return false;
        }
    }
}
