package io.numamigrator.sim;

/** A file that simulated processes can map. */
final class SimulatedFile {

    final String path;
    final FileSystem fileSystem;
    final PageCache cache = new PageCache(this);
    final SharedPolicy policy = new SharedPolicy();

    SimulatedFile(String path, FileSystem fileSystem) {
        this.path = path;
        this.fileSystem = fileSystem;
    }

    @Override
    public String toString() {
        return path;
    }
}
