package io.numamigrator.sim.real;

import io.numamigrator.MemoryRange;
import io.numamigrator.kernel.KernelFiles;
import io.numamigrator.kernel.LinuxKernels;
import io.numamigrator.sim.fault.ProcessMemory;
import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.mm.FileSystem;
import io.numamigrator.sim.mm.SimulatedFile;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.task.Process;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes areas of what this JVM really maps: anonymous memory, or a file, the same one for all who map it. */
final class RealMapping {

    private static final Pattern LINE =
            Pattern.compile("(\\p{XDigit}+)-(\\p{XDigit}+) (\\S{4}) (\\p{XDigit}+) (\\S+ \\d+) +(\\S.*)");

    private final Process process;
    private final Geometry geometry;

    RealMapping(Process process) {
        this.process = process;
        this.geometry = process.machine().geometry();
    }

    /** Map pages that hold bytes of a segment. */
    void take(MemoryRange pages, MemorySegment segment) {
        if (segment.isMapped()) {
            takeFile(pages);
        } else {
            new ProcessMemory(process).adopt(pages, Vma.HugeAdvice.NONE);
        }
    }

    private void takeFile(MemoryRange pages) {
        Matcher line = line(pages.start()).orElse(null);
        ProcessMemory words = new ProcessMemory(process);
        if (line == null) {
            String unnamed = "/mapped/" + Long.toHexString(pages.start());
            words.adoptFile(pages, process.processes().files().of(unnamed, unnamed, FileSystem.DISK), 0, true);
            return;
        }
        String path = line.group(6);
        boolean inMemory = path.startsWith("/dev/shm/") || path.startsWith("/memfd:");
        SimulatedFile file = process.processes().files()
                .of(line.group(5), path, inMemory ? FileSystem.SHMEM : FileSystem.DISK);
        long start = Long.parseUnsignedLong(line.group(1), 16);
        long offset = Long.parseUnsignedLong(line.group(4), 16) + pages.start() - start;
        words.adoptFile(pages, file, geometry.page(offset), line.group(3).endsWith("s"));
    }

    /** Find the line of /proc/self/maps that an address lies in, where there is such a file. */
    private static Optional<Matcher> line(long address) {
        KernelFiles files = LinuxKernels.files();
        try {
            return files.read("/proc/self/maps").lines().map(LINE::matcher).filter(Matcher::matches)
                    .filter(line -> Long.parseUnsignedLong(line.group(1), 16) <= address
                            && address < Long.parseUnsignedLong(line.group(2), 16))
                    .findFirst();
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }
}
