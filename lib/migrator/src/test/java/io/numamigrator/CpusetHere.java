package io.numamigrator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.numamigrator.access.CpusetFile;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.kernel.LinuxKernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** A cpuset of its own for a child: all the CPUs and nodes of this process, removed when the child has ended. */
final class CpusetHere implements AutoCloseable {

    private final Path directory;
    private final String group;

    private CpusetHere(Path directory, String group) {
        this.directory = directory;
        this.group = group;
    }

    static CpusetHere create() throws IOException {
        Optional<CpusetFile> mounted = CpusetFile.of(ExaminedProcess.withoutKernel(LinuxKernels.files()));
        assumeTrue(mounted.isPresent(), "no cpuset controller is mounted here");
        CpusetFile own = mounted.orElseThrow();
        Path parent = Objects.requireNonNull(Path.of(own.path()).getParent());
        String name = "numa-migrator-test-" + ProcessHandle.current().pid();
        assumeTrue(Files.isWritable(parent), "cpusets cannot be made in " + parent);
        Path directory = Files.createDirectory(parent.resolve(name));
        if (Files.exists(directory.resolve("cpuset.mems"))) {
            for (String file : new String[] {"cpuset.cpus", "cpuset.mems"}) {
                Files.writeString(directory.resolve(file), Files.readString(parent.resolve(file)));
            }
        }
        return new CpusetHere(directory, own.group().equals("/") ? "/" + name : own.group() + "/" + name);
    }

    /** Return the shell line that takes the shell into the cpuset. */
    String enter() {
        return "echo $$ > " + directory.resolve("cgroup.procs");
    }

    String group() {
        return group;
    }

    Path mems() {
        return directory.resolve("cpuset.mems");
    }

    @Override
    public void close() throws IOException {
        Files.delete(directory);
    }
}
