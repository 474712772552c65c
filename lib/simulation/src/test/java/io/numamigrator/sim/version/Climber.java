package io.numamigrator.sim.version;

import io.numamigrator.sim.mm.Vma;

/** Knows a package above its own, for {@code PackagesTest} to see: a cycle, since {@link Vma}'s package knows this one. */
public final class Climber {

    private Climber() {}

    /** Climbs. */
    public static Class<?> up() {
        return Vma.class;
    }
}
