/** See where every page of a Linux process lives, and move it. */
module io.numamigrator {
    requires static org.jspecify;
    requires io.numamigrator.bindings;

    exports io.numamigrator;
    exports io.numamigrator.sim;
}
