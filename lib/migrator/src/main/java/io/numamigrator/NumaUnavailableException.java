package io.numamigrator;

import org.jspecify.annotations.Nullable;

/** No real kernel can be asked here: no such architecture, no native access, no NUMA calls; says what mends it. */
public class NumaUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String mend;

    /** Say why, and what mends it. */
    public NumaUnavailableException(String why, String mend, @Nullable Throwable cause) {
        super(why + ". Mend: " + mend, cause);
        this.mend = mend;
    }

    /** Return what to do about it. */
    public String mend() {
        return mend;
    }
}
