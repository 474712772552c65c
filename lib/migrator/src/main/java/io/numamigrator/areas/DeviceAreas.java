package io.numamigrator.areas;

import io.numamigrator.NumaException;
import io.numamigrator.Vma;
import io.numamigrator.access.ProcessFiles;
import io.numamigrator.kernel.Kernel;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells areas that map memory of a device by frame number from areas of files.
 *
 * <p>A query says ENOENT for both since Linux 6.12, a move says EFAULT for a device: so a move asks for one address without a page, once
 * for each area. A mere look must not move anything and reads the flags of smaps, where a path may be a device's.
 */
public final class DeviceAreas {

    private final Kernel kernel;
    private final int pid;
    private final @Nullable IntPredicate refusesToMove;
    private final Map<Long, Boolean> known = new HashMap<>();
    private @Nullable Smaps smaps;

    /** Prepare to tell; {@code refusesToMove} tries to move a page by its index and says whether the answer was EFAULT, null if nothing may be tried. */
    public DeviceAreas(Kernel kernel, int pid, @Nullable IntPredicate refusesToMove) {
        this.kernel = kernel;
        this.pid = pid;
        this.refusesToMove = refusesToMove;
    }

    /** Tell whether an area is a device's; page {@code i} lies in it and has no entry. */
    public boolean contains(Vma.Mapping area, int i) {
        return known.computeIfAbsent(area.range().start(), _ -> {
            IntPredicate trial = refusesToMove;
            return trial != null ? trial.test(i) : mayBeDevice(area.path()) && isFlagged(area);
        });
    }

    private static boolean mayBeDevice(String path) {
        return path.startsWith("/dev/") || path.startsWith("/sys/") || path.startsWith("/proc/")
                || !path.startsWith("/");
    }

    private boolean isFlagged(Vma.Mapping area) {
        Smaps read = smaps;
        if (read == null) {
            read = readSmaps();
            smaps = read;
        }
        return read.isDevice(area.range().start());
    }

    private Smaps readSmaps() {
        try {
            return Smaps.parse(ProcessFiles.of(kernel, pid).read("smaps"));
        } catch (NumaException hidden) {
            return Smaps.parse("");
        }
    }
}
