package io.numamigrator.sim.proc;

import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Backing;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.task.Process;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import java.util.Locale;

/** /proc/PID/smaps, as far as the machine knows what it says (fs/proc/task_mmu.c, show_smap). */
final class SmapsText {

    private static final int KIB = 1024;

    private final Process process;
    private final KernelVersion kernel;
    private final StringBuilder text = new StringBuilder();

    SmapsText(Process process) {
        this.process = process;
        this.kernel = process.machine().kernel();
    }

    /** Return its lines; none of a kernel thread or a zombie. */
    String text() {
        AddressSpace space = process.space();
        if (space != null) {
            space.areas().forEach(area -> area(space, area));
        }
        return text.toString();
    }

    private void area(AddressSpace space, Vma area) {
        Geometry geometry = space.geometry;
        text.append(MapsText.line(area, process)).append('\n');
        kilobytes("Size", area.end() - area.start());
        long pageBytes = area.isHugetlb() ? geometry.hugeSize() : geometry.pageSize();
        if (kernel.has(KernelSwitch.PAGE_SIZE_IN_SMAPS)) {
            kilobytes("KernelPageSize", pageBytes);
            kilobytes("MMUPageSize", pageBytes);
        }
        // Pages of the hugetlb pools are not resident in the sense of smaps.
        kilobytes("Rss", area.isHugetlb() ? 0 : geometry.address(new AreaCounts(space, area).pages));
        kilobytes("Swap", geometry.address(
                space.table.count(geometry.page(area.start()), geometry.page(area.end()), Pte.SWAPPED)));
        if (kernel.has(KernelSwitch.FLAGS_IN_SMAPS)) {
            text.append("VmFlags: ").append(flags(area)).append('\n');
        }
    }

    /** The flags that this machine has: access, frames of a device, hugetlb, locked. */
    private static String flags(Vma area) {
        boolean frames = area.backing() instanceof Backing.Device || area.backing() instanceof Backing.Vvar;
        return ((area.protection() & Vma.READ) != 0 ? "rd " : "") + ((area.protection() & Vma.WRITE) != 0 ? "wr " : "")
                + (area.shared() ? "sh " : "") + "mr mw me " + (frames ? "pf io " : "") + (area.locked() ? "lo " : "")
                + (area.isHugetlb() ? "ht " : "");
    }

    private void kilobytes(String key, long bytes) {
        text.append(String.format(Locale.ROOT, "%-16s%8d kB\n", key + ":", bytes / KIB));
    }
}
