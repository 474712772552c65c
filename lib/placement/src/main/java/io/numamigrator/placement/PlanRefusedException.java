package io.numamigrator.placement;

import java.util.List;

/** A plan that was not applied, because it is not about the memory that is there: nothing was moved. */
public final class PlanRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 3;

    private final transient List<Finding> findings;

    PlanRefusedException(List<Finding> findings) {
        super("nothing was moved: " + text(findings));
        this.findings = List.copyOf(findings);
    }

    private static String text(List<Finding> findings) {
        String shown = String.join("; ", findings.stream().limit(SHOWN).map(Finding::toString).toList());
        int more = findings.size() - SHOWN;
        return more > 0 ? shown + "; and " + more + " more" : shown;
    }

    /** Returns what stopped the plan. */
    public List<Finding> findings() {
        return findings == null ? List.of() : findings;
    }
}
