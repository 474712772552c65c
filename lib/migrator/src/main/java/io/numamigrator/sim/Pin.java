package io.numamigrator.sim;

import java.util.ArrayList;
import java.util.List;

/** References that somebody holds to pages, as for DMA: nobody can move them until the references are let go of. */
public final class Pin implements AutoCloseable {

    private final SimulatedMachine machine;
    private final List<Folio> folios = new ArrayList<>();

    Pin(SimulatedMachine machine) {
        this.machine = machine;
    }

    /** Take a reference to the folio of a page; of a large one, one for all its pages. */
    void hold(AddressSpace space, long page) {
        Folio folio = new Promotion(space).folioAt(page);
        if (folios.isEmpty() || folios.getLast() != folio) {
            folio.pins++;
            folios.add(folio);
        }
    }

    /** Let go of the references; a second time nothing happens. */
    @Override
    public void close() {
        machine.exclusively(() -> {
            for (Folio folio : folios) {
                folio.pins--;
                Zap.dropIfUnused(machine, folio);
                Promotion.undo(folio);
            }
            folios.clear();
        });
    }
}
