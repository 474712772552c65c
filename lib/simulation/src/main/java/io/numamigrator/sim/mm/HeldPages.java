package io.numamigrator.sim.mm;

import io.numamigrator.sim.machine.Machine;
import java.util.ArrayList;
import java.util.List;

/** Folios that somebody outside of all page tables holds references to. */
public final class HeldPages {

    private final Machine machine;
    private final List<Folio> folios = new ArrayList<>();

    public HeldPages(Machine machine) {
        this.machine = machine;
    }

    /** Take a reference to the folio of a page; of a large one, one for all its pages. */
    public void hold(AddressSpace space, long page) {
        Folio folio = new FolioBinding(space).folioAt(page);
        if (folios.isEmpty() || folios.getLast() != folio) {
            folio.pins++;
            folios.add(folio);
        }
    }

    /** Let go of the references; a second time nothing happens. */
    public void letGo() {
        machine.exclusively(() -> {
            for (Folio folio : folios) {
                folio.pins--;
                Zap.dropIfUnused(machine, folio);
                FolioBinding.undo(folio);
            }
            folios.clear();
        });
    }
}
