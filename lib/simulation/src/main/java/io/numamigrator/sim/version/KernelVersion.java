package io.numamigrator.sim.version;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The kernel that a simulated machine runs: a release, and what follows from it. */
public final class KernelVersion {

    private static final Release FIRST = Release.parse("2.6.16-rc1");

    /** The releases that have been read or measured, and what lies between them since 6.16; the last is the newest. */
    public static final List<String> PROFILES =
            List.of("2.6.16-rc1", "2.6.16", "2.6.18", "2.6.29", "3.10", "4.3", "4.17", "5.10",
                    "6.1", "6.12", "6.16", "6.17", "6.18", "6.19", "7.0", "7.1", "7.2", "7.3");

    /** The last series of each major number: there is no 4.21 and no 6.20. */
    private static final Map<String, Integer> LAST_SERIES =
            Map.of("2.6", 39, "3", 19, "4", 20, "5", 19, "6", 19, "7", 3);

    /**
     * What a series takes back from the table, because the kernel that was measured is a stable release with the remedy.
     *
     * <p>6.1 is 6.1.192.
     */
    private static final Map<String, Set<KernelSwitch>> FIXED = Map.of("6.1", Set.of(KernelSwitch.COMPAT_MOVE_WRONG));

    /**
     * What a series has that the table gives to later releases, because the stable release that was measured took it in.
     *
     * <p>6.12 is 6.12.117.
     */
    private static final Map<String, Set<KernelSwitch>> EARLY =
            Map.of("6.12", Set.of(KernelSwitch.MOVED_BY_ENTRIES_IS_PARTIAL, KernelSwitch.SCAN_EMPTY_ENTRY_IS_WRITTEN,
                    KernelSwitch.PAGEMAP_NEEDS_MEMORY, KernelSwitch.SCAN_NEEDS_MEMORY));

    private final Release release;
    private final EnumSet<KernelSwitch> on = EnumSet.noneOf(KernelSwitch.class);

    private final StepOrder anonymousSteps;
    private final StepOrder fileSteps;

    private KernelVersion(Release release, Set<KernelSwitch> contrary) {
        this.release = release;
        // A release candidate is mainline's, and has what the table says.
        String stable = release.isFinal() ? release.series() : "";
        Set<KernelSwitch> early = EARLY.getOrDefault(stable, Set.of());
        Set<KernelSwitch> fixed = FIXED.getOrDefault(stable, Set.of());
        for (KernelSwitch each : KernelSwitch.values()) {
            boolean holds = each.holdsFor(release) && !fixed.contains(each) || early.contains(each);
            if (holds != contrary.contains(each)) {
                on.add(each);
            }
        }
        this.anonymousSteps = StepOrder.of(on, true);
        this.fileSteps = StepOrder.of(on, false);
    }

    /**
     * Returns the kernel of a release: {@code 6.12}, {@code 6.12.117}, {@code 2.6.16-rc1}.
     *
     * <p>All releases of a series are the one of it that was measured, unless a switch names a stable release.
     *
     * @throws IllegalArgumentException if the text is no release, one before migrate_pages(2), 2.6.16-rc1, or one that is not known
     */
    public static KernelVersion of(String text) {
        Release release = Release.parse(text);
        if (release.order() < FIRST.order()) {
            throw new IllegalArgumentException(
                    "kernel " + text + " has no page migration; the first that does is " + FIRST);
        }
        if (release.number() > LAST_SERIES.getOrDefault(release.family(), -1)) {
            throw new IllegalArgumentException("kernel " + text + " is not known; the newest is " + PROFILES.getLast()
                    + (LAST_SERIES.containsKey(release.family())
                            ? ", the last of " + release.family() + " is " + release.family() + "."
                                    + LAST_SERIES.get(release.family())
                            : ""));
        }
        return new KernelVersion(release, Set.of());
    }

    /** Return a kernel that does not exist, wrong in one thing: what compares kernels has to notice. */
    public KernelVersion contrary(KernelSwitch behaviour) {
        return new KernelVersion(release, Set.of(behaviour));
    }

    public static KernelVersion newest() {
        return of(PROFILES.getLast());
    }

    public boolean has(KernelSwitch behaviour) {
        return on.contains(behaviour);
    }

    /** Return the way of a page through the engine. */
    public StepOrder steps(boolean anonymous) {
        return anonymous ? anonymousSteps : fileSteps;
    }

    /** Return what /proc/sys/kernel/osrelease says: three numbers, {@code 6.12.0}. */
    public String release() {
        String text = toString();
        int candidate = text.indexOf("-rc");
        String numbers = candidate < 0 ? text : text.substring(0, candidate);
        boolean two = numbers.indexOf('.') == numbers.lastIndexOf('.');
        return numbers + (two ? ".0" : "") + (candidate < 0 ? "" : text.substring(candidate));
    }

    @Override
    public String toString() {
        return release.toString();
    }
}
