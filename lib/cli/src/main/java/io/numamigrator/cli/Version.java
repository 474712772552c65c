package io.numamigrator.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells the version from the module descriptor, so that no native code and no file is touched. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"numa " + version() + " (Java " + Runtime.version() + ")"};
    }

    private static String version() {
        var descriptor = Version.class.getModule().getDescriptor();
        return descriptor == null ? "of the class path" : descriptor.rawVersion().orElse("without version");
    }
}
