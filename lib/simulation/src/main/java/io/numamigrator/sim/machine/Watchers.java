package io.numamigrator.sim.machine;

import io.numamigrator.sim.version.MigrationStep;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Who watches the engine of a machine, and which pages are on their way while it is watched. */
public final class Watchers {

    /** A page by its place: the number of its address space, and its address there. */
    public record Place(long space, long address) {}

    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final Set<Place> inTransit = ConcurrentHashMap.newKeySet();

    public void add(Watcher watcher) {
        watchers.add(watcher);
    }

    public void remove(Watcher watcher) {
        watchers.remove(watcher);
    }

    /** Tell whether nobody watches. */
    boolean isEmpty() {
        return watchers.isEmpty();
    }

    public void see(long space, long address, MigrationStep step, int pass, int from, int to, int errno) {
        watchers.forEach(watcher -> watcher.see(space, address, step, pass, from, to, errno));
    }

    /** Note that who touches these pages has to wait. */
    public void depart(Supplier<List<Place>> pages) {
        if (!watchers.isEmpty()) {
            inTransit.addAll(pages.get());
        }
    }

    /** Note that these pages can be touched again, wherever they are now. */
    public void arrive(Supplier<List<Place>> pages) {
        if (!inTransit.isEmpty()) {
            pages.get().forEach(inTransit::remove);
        }
    }

    /** Tell of each page of {@code [start, end)} that is on its way: a thread that touches it waits. */
    public boolean seeWaiting(long space, long start, long end) {
        boolean waits = false;
        for (Place place : inTransit) {
            if (place.space == space && place.address >= start && place.address < end) {
                see(space, place.address, MigrationStep.FAULT_WAITS, 0, 0, 0, 0);
                waits = true;
            }
        }
        return waits;
    }
}
