package io.numamigrator;

/** The release of a kernel, as far as behaviour depends on it: {@code 6.12}. */
record KernelRelease(int major, int minor) implements Comparable<KernelRelease> {

    /** Read the first two numbers of a release text such as {@code 6.12.117+deb12-amd64}. */
    static KernelRelease of(String text) {
        String[] numbers = text.split("[^0-9]", 3);
        return new KernelRelease(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    }

    /** Returns whether this is that release or a later one. */
    boolean isAtLeast(String release) {
        return compareTo(of(release)) >= 0;
    }

    @Override
    public int compareTo(KernelRelease other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
