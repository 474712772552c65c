package io.numamigrator;

/** Thrown when a migration left pages behind or could not be verified; carries the whole result. */
public class IncompleteMigrationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient MigrateResult result;

    IncompleteMigrationException(MigrateResult result) {
        super(result.toString());
        this.result = result;
    }

    /** Returns what the kernel said and what numa_maps showed. */
    public MigrateResult result() {
        return result;
    }
}
