/** A NUMA machine inside the JVM: what the library does on one can be tried without any. */
module io.numamigrator.simulation {
    requires static org.jspecify;
    requires transitive io.numamigrator;

    exports io.numamigrator.sim;
}
