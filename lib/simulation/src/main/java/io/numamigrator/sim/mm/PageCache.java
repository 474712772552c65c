package io.numamigrator.sim.mm;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages of one file that are in memory. */
public final class PageCache {

    private final Map<Long, Folio> folios = new HashMap<>();
    public final SimulatedFile file;

    PageCache(SimulatedFile file) {
        this.file = file;
    }

    /** Return the folio that holds a page of the file. */
    public @Nullable Folio folio(long index) {
        return folios.get(index);
    }

    /** Return the folio of each page that is in memory: a large one as often as it has pages here. */
    public Collection<Folio> folios() {
        return folios.values();
    }

    public void add(Folio folio) {
        for (int i = 0; i < folio.pages; i++) {
            folios.put(folio.index + i, folio);
        }
    }

    void remove(Folio folio) {
        for (int i = 0; i < folio.pages; i++) {
            folios.remove(folio.index + i);
        }
    }
}
