package io.numamigrator;

import io.numamigrator.kernel.SeamTrespasser;
import java.util.List;

/** The layers of the library; the table of ci/CONTRIBUTING.md says what is in them. */
class LayersTest extends LayersContract {

    private static final String API = "";

    LayersTest() {
        super(List.of("kernel", "pages", API, "proc", "access", "areas", "refusal", "policy", "doctor", "engine"),
                SeamTrespasser.class);
    }
}
