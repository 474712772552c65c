package io.numamigrator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A cpuset of cgroup v2 for one process, made when first needed and removed when the process has ended. */
final class CgroupCpuset implements AutoCloseable {

    private final Path folder;
    private final int pid;

    CgroupCpuset(int pid) {
        this.pid = pid;
        this.folder = Path.of("/sys/fs/cgroup/contract-" + pid);
    }

    /** Give the process these nodes; when this returns, the kernel has tried to move its pages there. */
    void confine(NodeSet nodes) {
        try {
            boolean isNew = !Files.exists(folder);
            if (isNew) {
                Files.createDirectory(folder);
            }
            Files.writeString(folder.resolve("cpuset.mems"), nodes.toString());
            if (isNew) {
                Files.writeString(folder.resolve("cgroup.procs"), String.valueOf(pid));
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException busy) {
            throw new UncheckedIOException(busy);
        }
    }
}
