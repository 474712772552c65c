package io.numamigrator;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What migrate_pages(2) did: what the kernel returned, and what numa_maps shows before and after.
 *
 * <p>The kernel's number alone is not the truth. Pages that other processes map, too, are skipped without being counted if the caller
 * lacks CAP_SYS_NICE; and from Linux 6.7 on a page mapped several times is counted although it moved. So the nodes that should be
 * empty now, those of {@code from} that are not in {@code to}, are looked at.
 *
 * <p>numa_maps shows mapped pages alone: swapped pages and file pages that no process maps stay where they are, unseen.
 */
public final class MigrateResult {

    /**
     * An area with pages left on a node that should be empty.
     *
     * @param vma the area, after the call
     * @param bytesByNode what is left there, in bytes by node
     */
    public record Straggler(Vma vma, Map<Integer, Long> bytesByNode) {}

    private final KernelCall call;

    MigrateResult(KernelCall call) {
        this.call = call;
    }

    /** Return what the kernel said: 0, the pages it says stayed behind, or a refusal in mid-call (ENOMEM: a target is full). */
    public KernelCall call() {
        return call;
    }

    /** Return the nodes that pages were to leave. */
    public NodeSet from() {
        throw new UnsupportedOperationException("sketch");
    }

    /** Return the nodes that pages were to go to. */
    public NodeSet to() {
        throw new UnsupportedOperationException("sketch");
    }

    /** Return the mapped bytes by node before the call; empty if numa_maps could not be read. */
    public Map<Integer, Long> bytesBefore() {
        throw new UnsupportedOperationException("sketch");
    }

    /** Return the mapped bytes by node after the call; empty if numa_maps could not be read. */
    public Map<Integer, Long> bytesAfter() {
        throw new UnsupportedOperationException("sketch");
    }

    /** Return the areas with pages left on nodes that should be empty now, ascending by address. */
    public List<Straggler> stragglers() {
        throw new UnsupportedOperationException("sketch");
    }

    /** Return the bytes left on nodes that should be empty now; 0 says nothing unless {@link #isVerified()}. */
    public long bytesLeft() {
        throw new UnsupportedOperationException("sketch");
    }

    /** Return whether numa_maps could be read before and after. */
    public boolean isVerified() {
        return unverifiedBecause().isEmpty();
    }

    /** Return why the outcome could not be verified; empty if it was. */
    public Optional<String> unverifiedBecause() {
        throw new UnsupportedOperationException("sketch");
    }

    /** Return whether everything that numa_maps can show is where it was to go; never true if it was not verified. */
    public boolean isComplete() {
        throw new UnsupportedOperationException("sketch");
    }

    /**
     * Return this result if it is complete.
     *
     * @throws IncompleteMigrationException if pages stayed behind, or nobody can tell; it carries this result
     */
    public MigrateResult orThrow() {
        if (!isComplete()) {
            throw new IncompleteMigrationException(this);
        }
        return this;
    }
}
