package io.numamigrator;

/** A migration of a process that left pages behind, or of which nobody can tell; carries the whole result. */
public class IncompleteMigrationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient MigrateResult result;

    IncompleteMigrationException(MigrateResult result) {
        super(result.toString());
        this.result = result;
    }

    /** Return what the kernel said and what numa_maps showed. */
    public MigrateResult result() {
        return result;
    }
}
