package io.numamigrator.access;

import io.numamigrator.Diagnosis.Finding;
import java.util.List;

/** One question the doctor has. */
public interface Examination {

    /** Return what was found; nothing if the question does not arise, or cannot be answered. */
    List<Finding> of(ExaminedProcess patient);
}
