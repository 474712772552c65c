module consumer.service {
    requires io.numamigrator;
}
