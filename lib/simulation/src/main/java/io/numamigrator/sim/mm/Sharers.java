package io.numamigrator.sim.mm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which processes map a large folio, as far as the kernel knows since Linux 6.15: it remembers two of them, and whether there may
 * be more than one.
 *
 * <p>Who comes third is not remembered, so a folio may count as shared when the first two have gone.
 */
final class Sharers {

    private final List<Folio.Mapping> mappings;
    private final @Nullable AddressSpace[] known = new AddressSpace[2];
    private boolean several;

    Sharers(List<Folio.Mapping> mappings) {
        this.mappings = mappings;
    }

    /** Note that a process has one mapping more. */
    void joined(AddressSpace space) {
        if (known[0] != space && known[1] != space) {
            if (known[0] == null) {
                known[0] = space;
            } else if (known[1] == null) {
                known[1] = space;
            }
        }
        // Until there are several, all mappings are of whoever has the first.
        several = several || mappings.getFirst().space() != space;
    }

    /** Note that a process has one mapping less. */
    void left(AddressSpace space) {
        if (mappings.stream().noneMatch(mapping -> mapping.space() == space)) {
            for (int i = 0; i < known.length; i++) {
                known[i] = known[i] == space ? null : known[i];
            }
        }
        several = several && !mappings.isEmpty() && !isAlone(known[0]) && !isAlone(known[1]);
    }

    private boolean isAlone(@Nullable AddressSpace space) {
        return space != null && hasAll(space);
    }

    /** Begin again with the mappings that there are. */
    void anew() {
        known[0] = null;
        known[1] = null;
        several = false;
        mappings.forEach(mapping -> joined(mapping.space()));
    }

    private boolean hasAll(AddressSpace space) {
        return mappings.stream().allMatch(mapping -> mapping.space() == space);
    }

    boolean maySeveral() {
        return several && mappings.size() > 1;
    }
}
