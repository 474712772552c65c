package io.numamigrator;

import java.util.Objects;

/**
 * How a move is carried out.
 *
 * @param scope which pages may be taken
 * @param attempts how often a busy page is tried, at least 1; the kernel itself already tries ten times in each call
 * @param populate whether pages that exist, or may, are mapped first: see {@link #withPopulate}
 */
public record MoveOptions(MoveScope scope, int attempts, boolean populate) {

    /** Moves pages that one mapping holds, one attempt. */
    public static final MoveOptions DEFAULT = new MoveOptions(MoveScope.EXCLUSIVE, 1);

    /** Takes a scope and a number of attempts; nothing is mapped first. */
    public MoveOptions(MoveScope scope, int attempts) {
        this(scope, attempts, false);
    }

    /** Checks the number of attempts. */
    public MoveOptions {
        Objects.requireNonNull(scope, "scope");
        if (attempts < 1) {
            throw new IllegalArgumentException(attempts + " attempts; at least 1");
        }
    }

    /** Returns the default with this scope. */
    public static MoveOptions of(MoveScope scope) {
        Objects.requireNonNull(scope, "scope");
        return new MoveOptions(scope, 1);
    }

    /** Returns these options with this many attempts for pages that are busy or pinned. */
    public MoveOptions withAttempts(int times) {
        return new MoveOptions(scope, times, populate);
    }

    /**
     * Returns these options with pages mapped before they are moved (MADV_POPULATE_READ, Linux 5.14).
     *
     * <p>A call moves what a process has mapped. Pages of a file that are in the page cache, shared memory that another process touched
     * and pages in the swap are read in first, as a read of each would do; what a file has on disk alone is read, too, and a hole of shared
     * memory gets a page. Private memory that was never touched is left alone: there is nothing to move, and a read would show the shared
     * zero page, which nobody moves. What cannot be mapped is told by its kind of {@link Absence}.
     *
     * <p>Only a process itself can have its memory mapped so: for another one, and on a kernel before 5.14, the move is a
     * {@link NumaException}.
     */
    public MoveOptions withPopulate() {
        return new MoveOptions(scope, attempts, true);
    }
}
