/** The {@code numa} command. */
module io.numamigrator.cli {
    requires static org.jspecify;
    requires com.github.oshi.common;
    requires com.google.gson;
    requires info.picocli;
    requires io.numamigrator.placement;
    requires io.numamigrator.simulation;
    requires java.management;
    requires jdk.management;

    // picocli fills annotated fields by reflection
    opens io.numamigrator.cli to
            info.picocli;
}
