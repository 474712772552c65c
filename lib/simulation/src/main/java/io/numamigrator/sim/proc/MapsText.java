package io.numamigrator.sim.proc;

import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Backing;
import io.numamigrator.sim.mm.FileSystem;
import io.numamigrator.sim.mm.FileTable;
import io.numamigrator.sim.mm.SimulatedFile;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.task.Process;
import java.util.Locale;

/** /proc/PID/maps (fs/proc/task_mmu.c, show_map_vma). */
public final class MapsText {

    /** Where the path begins; the line is filled up with blanks. */
    private static final int PATH_COLUMN = 73;

    private final Process process;

    public MapsText(Process process) {
        this.process = process;
    }

    /** Return its lines; none of a kernel thread or a zombie. */
    public String text() {
        AddressSpace space = process.space();
        StringBuilder text = new StringBuilder();
        if (space != null) {
            space.areas().forEach(area -> text.append(line(area, process)).append('\n'));
        }
        return text.toString();
    }

    static String line(Vma area, Process process) {
        Geometry geometry = process.machine().geometry();
        boolean file = !area.isAnonymous();
        String line = String.format(Locale.ROOT, "%08x-%08x %s %08x %s ", area.start(), area.end(), permissions(area),
                file ? geometry.address(area.offset()) : 0, device(area, process.processes().files()));
        String path = area.name().replace("\n", "\\012");
        return path.isEmpty() ? line : line + " ".repeat(Math.max(0, PATH_COLUMN - line.length())) + path;
    }

    private static String permissions(Vma area) {
        return sign(area, Vma.READ, 'r') + sign(area, Vma.WRITE, 'w') + sign(area, Vma.EXECUTE, 'x')
                + (area.shared() ? "s" : "p");
    }

    private static String sign(Vma area, int bit, char letter) {
        return (area.protection() & bit) != 0 ? String.valueOf(letter) : "-";
    }

    /** Memory's own file systems have device 0:1, disks 8:1. */
    private static String device(Vma area, FileTable files) {
        return switch (area.backing()) {
            case Backing.OfFile(SimulatedFile file) -> (file.fileSystem == FileSystem.SHMEM ? "00:01 " : "08:01 ")
                    + file.inode(files);
            case Backing.Hugetlb(SimulatedFile file) -> "00:0f " + file.inode(files);
            case Backing.Device(String path) -> "00:06 " + (path.hashCode() & 0xffffff);
            case Backing.Anonymous(),Backing.Vdso(),Backing.Vvar() -> "00:00 0";
        };
    }
}
