open module consumer.tests {
    requires io.numamigrator.junit;
    requires org.junit.platform.launcher;
}
