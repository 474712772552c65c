package io.numamigrator.access;

import io.numamigrator.Errno;
import io.numamigrator.NumaException;
import io.numamigrator.ProcessIdentity;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.proc.ProcessStat;
import io.numamigrator.proc.Reading;
import java.io.IOException;
import java.util.Optional;

/** Reads who a process is, for somebody who will ask about it later. */
public final class IdentityReader {

    private static final String BOOT = "/proc/sys/kernel/random/boot_id";
    private static final String DELETED = " (deleted)";

    private IdentityReader() {}

    public static ProcessIdentity read(Kernel kernel, int pid) {
        String text = ProcessFiles.of(kernel, pid).read("stat");
        int number = pid == 0 ? kernel.getpid() : pid;
        ProcessStat stat = ProcessStat.parse(text).filter(found -> !found.ended())
                .orElseThrow(() -> new NumaException("read /proc/" + number + "/stat", number, 0, Errno.ESRCH,
                        "process " + number + " has ended and only waits to be reaped by its parent",
                        "name a process that runs"));
        return new ProcessIdentity(number, stat.start(), Reading.of(kernel, BOOT).word(), executable(kernel, pid),
                stat.imageText());
    }

    private static Optional<String> executable(Kernel kernel, int pid) {
        try {
            String file = kernel.link(kernel.procView().directory(pid) + "exe");
            return Optional.of(file.endsWith(DELETED) ? file.substring(0, file.length() - DELETED.length()) : file);
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }
}
