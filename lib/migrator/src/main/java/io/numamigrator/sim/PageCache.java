package io.numamigrator.sim;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages of one file that are in memory. */
final class PageCache {

    private final Map<Long, Folio> folios = new HashMap<>();
    final SimulatedFile file;

    PageCache(SimulatedFile file) {
        this.file = file;
    }

    /** Return the folio that holds a page of the file. */
    @Nullable Folio folio(long index) {
        return folios.get(index);
    }

    /** Return the folio of each page that is in memory: a large one as often as it has pages here. */
    Collection<Folio> folios() {
        return folios.values();
    }

    void add(Folio folio) {
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
