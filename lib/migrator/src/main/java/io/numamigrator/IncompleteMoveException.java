package io.numamigrator;

/** Thrown when a move left pages behind; carries the whole result. */
public class IncompleteMoveException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient MoveResult result;

    IncompleteMoveException(MoveResult result) {
        super(result.withRemedies());
        this.result = result;
    }

    /** Returns what happened to every page. */
    public MoveResult result() {
        return result;
    }
}
