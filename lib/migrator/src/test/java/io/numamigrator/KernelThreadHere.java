package io.numamigrator;

import static org.junit.jupiter.api.Assumptions.abort;

import io.numamigrator.kernel.KernelFiles;
import io.numamigrator.proc.ProcessStatus;
import java.io.IOException;

/** Some thread of the kernel, where this pid namespace shows them. */
final class KernelThreadHere {

    private KernelThreadHere() {}

    static int pid(KernelFiles files) throws IOException {
        return files.list("/proc").stream().filter(name -> name.matches("[0-9]+")).mapToInt(Integer::parseInt)
                .filter(pid -> ProcessStatus.of(files, pid).filter(ProcessStatus::isKernelThread).isPresent()).min()
                .orElseGet(() -> abort("no thread of the kernel is visible in this pid namespace"));
    }
}
