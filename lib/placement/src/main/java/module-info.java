/** Plans of where pages of a process are to go, as files: written, read, compared, checked, applied and undone. */
module io.numamigrator.placement {
    requires static org.jspecify;
    requires com.google.gson;
    requires transitive io.numamigrator;

    exports io.numamigrator.placement;
}
