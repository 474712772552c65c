/** The {@code numa} command. */
module io.numamigrator.cli {
    requires static org.jspecify;
    requires info.picocli;
    requires io.numamigrator;

    // picocli fills annotated fields by reflection
    opens io.numamigrator.cli to
            info.picocli;
}
