package io.numamigrator;

/**
 * How a move is carried out.
 *
 * @param scope which pages may be taken
 * @param attempts how often a busy page is asked for, at least 1; the kernel itself already tries ten times in each
 */
public record MoveOptions(MoveScope scope, int attempts) {

    /** Move pages that one mapping holds, one attempt. */
    public static final MoveOptions DEFAULT = new MoveOptions(MoveScope.EXCLUSIVE, 1);

    /** Check the number of attempts. */
    public MoveOptions {
        if (attempts < 1) {
            throw new IllegalArgumentException(attempts + " attempts; at least 1");
        }
    }

    /** Return the default with this scope. */
    public static MoveOptions of(MoveScope scope) {
        return new MoveOptions(scope, 1);
    }

    /** Return these options with this many attempts for pages that are busy or pinned. */
    public MoveOptions withAttempts(int times) {
        return new MoveOptions(scope, times);
    }
}
