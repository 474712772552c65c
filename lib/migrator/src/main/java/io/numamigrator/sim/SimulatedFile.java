package io.numamigrator.sim;

/** A file that simulated processes can map. */
final class SimulatedFile {

    final String path;
    final FileSystem fileSystem;
    final PageCache cache = new PageCache(this);
    final SharedPolicy policy = new SharedPolicy();

    private int inode;

    SimulatedFile(String path, FileSystem fileSystem) {
        this.path = path;
        this.fileSystem = fileSystem;
    }

    /** Return its number, given when it is first asked for: files without a name have one of their own, too. */
    int inode(FileTable files) {
        if (inode == 0) {
            inode = files.nextInode();
        }
        return inode;
    }

    @Override
    public String toString() {
        return path;
    }
}
