package io.numamigrator.fidelity.generate;

import io.numamigrator.fidelity.scenario.Address;
import io.numamigrator.fidelity.scenario.Layout;
import io.numamigrator.fidelity.scenario.Operation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a generator knows of one process: enough that most of what it is told to do makes sense. */
final class Knowledge {

    /** A mapped area: what it is made of, and its size in pages. */
    record Area(int number, Kind kind, int pages) {

        Address page(int page) {
            return Address.of(number, page);
        }

        boolean isLarge() {
            return pages >= Layout.HUGE_PAGES;
        }
    }

    final int process;
    final SortedMap<Integer, Area> areas = new TreeMap<>();
    final List<Integer> pins = new ArrayList<>();
    final List<Integer> files = new ArrayList<>();
    boolean alive = true;

    /** A page that it needs may have to come from certain nodes. */
    boolean bound;

    boolean reaped;
    boolean changed;
    int pinsEver;

    Knowledge(int process) {
        this.process = process;
    }

    Knowledge child(int number) {
        Knowledge child = new Knowledge(number);
        child.areas.putAll(areas);
        child.changed = changed;
        child.bound = bound;
        return child;
    }

    List<Area> list() {
        return List.copyOf(areas.values());
    }
}
