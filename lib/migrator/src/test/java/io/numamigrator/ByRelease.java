package io.numamigrator;

import java.util.Map;
import java.util.TreeMap;

/** What is expected of a kernel, where that changed from one release to another. */
final class ByRelease<T> {

    private final TreeMap<KernelRelease, T> from = new TreeMap<>();

    private ByRelease() {}

    /** Expect {@code value} from this release on. */
    static <T> ByRelease<T> since(String release, T value) {
        return new ByRelease<T>().then(release, value);
    }

    /** Expect {@code value} from this later release on. */
    ByRelease<T> then(String release, T value) {
        from.put(KernelRelease.of(release), value);
        return this;
    }

    /** Return what is expected of a release. */
    T at(KernelRelease release) {
        Map.Entry<KernelRelease, T> entry = from.floorEntry(release);
        if (entry == null) {
            throw new IllegalArgumentException("nothing is known about Linux " + release);
        }
        return entry.getValue();
    }
}
