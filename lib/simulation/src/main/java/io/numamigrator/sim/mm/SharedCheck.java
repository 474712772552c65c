package io.numamigrator.sim.mm;

import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;

/** Decides whether a page is shared, so that only MPOL_MF_MOVE_ALL may move it. */
public final class SharedCheck {

    private final KernelVersion kernel;

    public SharedCheck(KernelVersion kernel) {
        this.kernel = kernel;
    }

    /** Tell whether base page {@code part} of a folio counts as shared. */
    public boolean isShared(Folio folio, int part) {
        if (folio.isLarge() && !folio.isHugetlb()) {
            if (kernel.has(KernelSwitch.SHARED_BY_PROCESS)) {
                return folio.maybeShared();
            }
            if (kernel.has(KernelSwitch.SHARED_BY_ESTIMATE)) {
                return estimate(folio);
            }
        }
        return folio.kind == Folio.Kind.RESERVED || folio.mapcount(part) > 1;
    }

    /** One mapping: exclusive. Mapped whole by one entry, or more mappings than pages: shared. Else its first page decides. */
    private static boolean estimate(Folio folio) {
        int mappings = folio.mappings().size();
        boolean whole = folio.mappings().stream().anyMatch(mapping -> mapping.count() == folio.pages);
        return mappings > 1 && (whole || mappings > folio.pages || folio.mapcount(0) > 1);
    }
}
