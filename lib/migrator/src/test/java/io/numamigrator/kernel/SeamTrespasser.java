package io.numamigrator.kernel;

import io.numamigrator.NodeSet;

/** A class of the seam that knows the API, so that the rule against it is seen to work. Never run. */
public final class SeamTrespasser {

    private SeamTrespasser() {}

    static NodeSet knowTheApi() {
        return NodeSet.of(0);
    }
}
