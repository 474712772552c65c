/** C as Java sees it. The only module of numa-migrator that needs native access. */
module io.numamigrator.bindings {
    requires static org.jspecify;

    exports io.numamigrator.bindings;
}
