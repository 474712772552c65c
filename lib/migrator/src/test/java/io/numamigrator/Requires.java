package io.numamigrator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.numamigrator.kernel.LinuxKernels;
import io.numamigrator.proc.Capability;
import io.numamigrator.proc.ProcessStatus;
import java.io.File;
import java.util.stream.Stream;

/** What a test needs of the machine; without it the test is skipped, and says why. */
final class Requires {

    private Requires() {}

    static void root() {
        boolean able = ProcessStatus.ofCaller(LinuxKernels.files())
                .filter(status -> status.uids().getFirst() == 0)
                .filter(status -> status.has(Capability.CAP_SYS_NICE) && status.has(Capability.CAP_SYS_PTRACE))
                .isPresent();
        assumeTrue(able, "this test has to run as root, with CAP_SYS_NICE and CAP_SYS_PTRACE");
    }

    static void tools(String... names) {
        for (String name : names) {
            assumeTrue(present(name), "this test needs the program " + name);
        }
    }

    private static boolean present(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> new File(directory, name).canExecute());
    }
}
