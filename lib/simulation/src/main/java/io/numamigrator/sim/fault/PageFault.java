package io.numamigrator.sim.fault;

import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Backing.Anonymous;
import io.numamigrator.sim.mm.Backing.Device;
import io.numamigrator.sim.mm.Backing.Hugetlb;
import io.numamigrator.sim.mm.Backing.OfFile;
import io.numamigrator.sim.mm.Backing.Vdso;
import io.numamigrator.sim.mm.Backing.Vvar;
import io.numamigrator.sim.mm.PageTable;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.SimulatedFile;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.policy.Policy;
import io.numamigrator.sim.task.Task;
import org.jspecify.annotations.Nullable;

/** A thread touches memory, to read or to write: pages that are not there come to be. */
public final class PageFault {

    private final Task task;
    private final AddressSpace space;
    private final PageTable table;
    private final Geometry geometry;
    private final boolean write;
    private final @Nullable Policy instead;

    /** Prepare to touch pages; {@code instead} is the policy to allocate by, null for what the area and thread say. */
    public PageFault(Task task, boolean write, @Nullable Policy instead) {
        this.task = task;
        this.space = task.process.requireSpace();
        this.table = space.table;
        this.geometry = space.geometry;
        this.write = write;
        this.instead = instead;
    }

    /** Touch each page of {@code [from, to)}. */
    public void touch(long from, long to) {
        long at = from;
        while (at < to) {
            Vma area = space.at(geometry.address(at));
            if (area == null) {
                throw refuse(at, "nothing is mapped there");
            }
            if (!area.isAccessible() || write && (area.protection() & Vma.WRITE) == 0) {
                throw refuse(at, "its area does not allow that");
            }
            long end = Math.min(to, geometry.page(area.end()));
            touch(instead == null ? area : area.withPolicy(instead), at, end);
            at = end;
        }
    }

    private void touch(Vma area, long from, long to) {
        if (write && !area.shared()) {
            space.gainAnonVma(geometry.address(from));
        }
        switch (area.backing()) {
            case Anonymous() -> new AnonymousFault(task, area, write).touch(from, to);
            case OfFile(SimulatedFile file) -> new FileFault(task, area, file, write).touch(from, to);
            case Hugetlb(SimulatedFile file) -> new HugetlbFault(task, area, file, write).touch(from, to);
            case Vdso() -> touchVdso(from, to);
            case Vvar() -> {
                // frames without pages
            }
            case Device(String _) -> {
                // frames without pages
            }
        }
    }

    private void touchVdso(long from, long to) {
        for (long page = from; page < to; page++) {
            if (table.entry(page) == Pte.NONE) {
                space.mapFolio(task.process.processes().vdsoPage(), page, 0, 1);
            }
        }
    }

    private IllegalArgumentException refuse(long page, String why) {
        return new IllegalArgumentException("process " + task.process.pid() + " cannot " + (write ? "write" : "read")
                + " 0x" + Long.toHexString(geometry.address(page)) + ": " + why);
    }
}
