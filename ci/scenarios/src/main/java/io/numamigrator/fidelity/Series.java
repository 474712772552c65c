package io.numamigrator.fidelity;

/** A line of kernels, 6.12 or 7.3. */
record Series(int major, int minor) implements Comparable<Series> {

    static Series of(String text) {
        String[] parts = text.split("[.-]");
        return new Series(Integer.parseInt(parts[0]), parts.length < 2 ? 0 : Integer.parseInt(parts[1]));
    }

    @Override
    public int compareTo(Series other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }
}
