package io.numamigrator.sim.proc;

import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.AreaPolicy;
import io.numamigrator.sim.mm.Backing;
import io.numamigrator.sim.mm.SimulatedFile;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.policy.Policy;
import io.numamigrator.sim.policy.PolicyName;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** /proc/PID/numa_maps (fs/proc/task_mmu.c, show_numa_map): SEMANTICS 8.3. */
public final class NumaMapsText {

    private static final int KIB = 1024;

    private final Task task;
    private final KernelVersion kernel;
    private final StringBuilder text = new StringBuilder();

    public NumaMapsText(Task task) {
        this.task = task;
        this.kernel = task.process.machine().kernel();
    }

    /** Return its lines; none of a kernel thread or a zombie. */
    public String text() {
        AddressSpace space = task.process.space();
        if (space != null) {
            space.areas().forEach(area -> line(space, area));
        }
        return text.toString();
    }

    private void line(AddressSpace space, Vma area) {
        @Nullable Policy own = AreaPolicy.at(area, space.geometry.page(area.start()), space.geometry);
        @Nullable Policy effective = own != null ? own : task.policy();
        text.append(String.format(Locale.ROOT, "%08x ", area.start())).append(PolicyName.of(effective, kernel));
        text.append(backing(area));
        counts(area, new AreaCounts(space, area));
        text.append('\n');
    }

    private static String backing(Vma area) {
        return switch (area.backing()) {
            case Backing.OfFile(SimulatedFile file) -> " file=" + escaped(file.path);
            case Backing.Hugetlb(SimulatedFile file) -> " file=" + escaped(file.path) + " huge";
            case Backing.Device(String path) -> " file=" + escaped(path);
            case Backing.Anonymous(),Backing.Vdso(),Backing.Vvar() -> switch (area.name()) {
                case "[heap]" -> " heap";
                case "[stack]" -> " stack";
                default -> "";
            };
        };
    }

    private static String escaped(String path) {
        return path.replace("\n", "\\012").replace("\t", "\\011").replace(" ", "\\040").replace("=", "\\075");
    }

    private void counts(Vma area, AreaCounts counts) {
        if (counts.pages == 0) {
            return;
        }
        number("anon", counts.anonymous, 0);
        number("dirty", counts.dirty, 0);
        if (counts.pages != counts.anonymous && counts.pages != counts.dirty) {
            number("mapped", counts.pages, 0);
        }
        number("mapmax", counts.mostMapped, 1);
        number("writeback", counts.writeback, 0);
        counts.byNode.forEach((node, pages) -> number("N" + node, pages, 0));
        if (kernel.has(KernelSwitch.KERNEL_PAGE_SIZE_IN_NUMA_MAPS)) {
            Geometry geometry = task.process.machine().geometry();
            long bytes = area.isHugetlb() ? geometry.hugeSize() : geometry.pageSize();
            number("kernelpagesize_kB", bytes / KIB, 0);
        }
    }

    private void number(String key, long value, long unlessUpTo) {
        if (value > unlessUpTo) {
            text.append(' ').append(key).append('=').append(value);
        }
    }
}
