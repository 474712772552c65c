/** Tests on simulated or real NUMA nodes, for JUnit 5 and 6. */
module io.numamigrator.junit {
    requires static org.jspecify;
    requires transitive io.numamigrator.simulation;
    requires transitive org.junit.jupiter.api;

    exports io.numamigrator.junit;
}
