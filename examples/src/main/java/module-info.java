/** One class for each story that the library tells. */
module io.numamigrator.examples {
    requires static org.jspecify;
    requires io.numamigrator.simulation;
}
