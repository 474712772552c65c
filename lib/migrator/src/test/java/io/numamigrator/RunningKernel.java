package io.numamigrator;

import io.numamigrator.kernel.LinuxRelease;

/** The release of the kernel that the tests run on. */
final class RunningKernel {

    private static final LinuxRelease OURS = LinuxRelease.parse(System.getProperty("os.version"));

    private RunningKernel() {}

    static boolean atLeast(int major, int minor) {
        return OURS.atLeast(major, minor);
    }
}
