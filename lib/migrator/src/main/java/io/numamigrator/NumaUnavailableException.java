package io.numamigrator;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown when no real kernel can be called here: unsupported architecture, no native access, no NUMA calls; names the remedy. */
public class NumaUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String remedy;
    private final transient @Nullable Diagnosis diagnosis;

    /** Creates an exception with the cause and the remedy. */
    // Nobody who uses this module needs org.jspecify.
    @SuppressWarnings("exports")
    public NumaUnavailableException(String why, String remedy, @Nullable Throwable cause) {
        this(why, remedy, cause, null);
    }

    /** Says why, how to fix it, and what was found when the kernel could not be asked. */
    @SuppressWarnings("exports")
    public NumaUnavailableException(
            String why, String remedy, @Nullable Throwable cause, @Nullable Diagnosis diagnosis) {
        super(why + ". Mend: " + remedy, cause);
        this.remedy = remedy;
        this.diagnosis = diagnosis;
    }

    /** Returns what to do about it. */
    public String remedy() {
        return remedy;
    }

    /** Return the diagnosis made when the kernel could not be called, if there is one. */
    public Optional<Diagnosis> diagnosis() {
        return Optional.ofNullable(diagnosis);
    }
}
