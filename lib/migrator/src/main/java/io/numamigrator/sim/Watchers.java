package io.numamigrator.sim;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

/** Who watches the engine of a machine, and which pages are on their way while it is watched. */
final class Watchers {

    /** A page by its place. */
    private record Place(AddressSpace space, long page) {}

    private final List<Trace> traces = new CopyOnWriteArrayList<>();
    private final Set<Place> inTransit = ConcurrentHashMap.newKeySet();

    void add(Trace trace) {
        traces.add(trace);
    }

    void remove(Trace trace) {
        traces.remove(trace);
    }

    /** Tell whether nobody watches. */
    boolean isEmpty() {
        return traces.isEmpty();
    }

    void see(AddressSpace space, long page, Step step, int pass, int from, int to, int errno) {
        if (traces.isEmpty()) {
            return;
        }
        int pid = space.machine.processes().pidOf(space);
        long address = space.geometry.address(page);
        traces.forEach(trace -> trace.see(pid, address, step, pass, from, to, errno));
    }

    /** Note that who touches the pages of a folio has to wait. */
    void depart(Folio folio) {
        if (!traces.isEmpty()) {
            eachPlace(folio).forEach(inTransit::add);
        }
    }

    /** Note that the pages of a folio can be touched again, wherever they are now. */
    void arrive(Folio folio) {
        if (!inTransit.isEmpty()) {
            eachPlace(folio).forEach(inTransit::remove);
        }
    }

    private static List<Place> eachPlace(Folio folio) {
        return folio.mappings().stream()
                .flatMap(mapping -> LongStream.range(0, mapping.count())
                        .mapToObj(i -> new Place(mapping.space(), mapping.page() + i)))
                .toList();
    }

    /** Tell of each page of {@code [from, to)} that is on its way: a thread that touches it waits. */
    boolean seeWaiting(AddressSpace space, long from, long to) {
        boolean waits = false;
        for (Place place : inTransit) {
            if (place.space == space && place.page >= from && place.page < to) {
                see(space, place.page, Step.FAULT_WAITS, 0, 0, 0, 0);
                waits = true;
            }
        }
        return waits;
    }
}
