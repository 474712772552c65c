package io.numamigrator;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** No real kernel can be asked here: no such architecture, no native access, no NUMA calls; says what mends it. */
public class NumaUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String mend;
    private final transient @Nullable Diagnosis diagnosis;

    /** Say why, and what mends it. */
    // Nobody who uses this module needs org.jspecify.
    @SuppressWarnings("exports")
    public NumaUnavailableException(String why, String mend, @Nullable Throwable cause) {
        this(why, mend, cause, null);
    }

    /** Says why, what mends it, and what was found when the kernel could not be asked. */
    @SuppressWarnings("exports")
    public NumaUnavailableException(
            String why, String mend, @Nullable Throwable cause, @Nullable Diagnosis diagnosis) {
        super(why + ". Mend: " + mend, cause);
        this.mend = mend;
        this.diagnosis = diagnosis;
    }

    /** Return what to do about it. */
    public String mend() {
        return mend;
    }

    /** Return what was found when the kernel could not be asked, if it was examined. */
    public Optional<Diagnosis> diagnosis() {
        return Optional.ofNullable(diagnosis);
    }
}
