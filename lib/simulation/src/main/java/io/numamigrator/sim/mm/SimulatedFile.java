package io.numamigrator.sim.mm;

import io.numamigrator.sim.policy.SharedPolicy;

/** A file that simulated processes can map. */
public final class SimulatedFile {

    public final String path;
    public final FileSystem fileSystem;
    public final PageCache cache = new PageCache(this);
    final SharedPolicy policy = new SharedPolicy();

    private int inode;

    public SimulatedFile(String path, FileSystem fileSystem) {
        this.path = path;
        this.fileSystem = fileSystem;
    }

    /** Return its number, given when it is first asked for: files without a name have one of their own, too. */
    public int inode(FileTable files) {
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
