package io.numamigrator;

/** The release of the kernel that the tests run on. */
final class RunningKernel {

    private RunningKernel() {}

    static boolean atLeast(int major, int minor) {
        String[] numbers = System.getProperty("os.version").split("[.-]", 3);
        int ours = Integer.parseInt(numbers[0]) * 1000 + Integer.parseInt(numbers[1]);
        return ours >= major * 1000 + minor;
    }
}
