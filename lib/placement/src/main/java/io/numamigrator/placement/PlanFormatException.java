package io.numamigrator.placement;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A text that is no plan, or one of a version that this library does not know: which line, and what is wrong with it. */
public final class PlanFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    private final long line;

    PlanFormatException(long line, String wrong, @Nullable Exception cause) {
        super("line " + line + ": " + wrong, cause);
        this.line = line;
    }

    /** Returns the number of the line, the first one being 1. */
    public long line() {
        return line;
    }
}
