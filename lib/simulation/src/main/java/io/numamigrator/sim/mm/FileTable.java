package io.numamigrator.sim.mm;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The files of a machine that were asked for by a key, as the kernel finds inodes by device and number. */
public final class FileTable {

    private final Map<String, SimulatedFile> files = new ConcurrentHashMap<>();
    private int inodes;

    /** Return the file of a key, made when it is first asked for. */
    public SimulatedFile of(String key, String path, FileSystem fileSystem) {
        return files.computeIfAbsent(key, made -> new SimulatedFile(path, fileSystem));
    }

    /** Return the files that were asked for. */
    public Collection<SimulatedFile> all() {
        return files.values();
    }

    /** Return a number that no file of the machine has; for a thread that is alone in it. */
    int nextInode() {
        return ++inodes;
    }
}
