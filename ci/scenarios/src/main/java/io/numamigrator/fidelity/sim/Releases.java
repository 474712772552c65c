package io.numamigrator.fidelity.sim;

import io.numamigrator.sim.version.Release;
import java.util.Comparator;

/** The order of Linux releases, by their texts. */
public final class Releases {

    /** Earlier ones come first: 5.10 before 6.1 before 6.12. */
    public static final Comparator<String> ORDER = Comparator.comparingLong(text -> Release.parse(text).order());

    private Releases() {}
}
