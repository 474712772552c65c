package io.numamigrator.sim.proc;

import io.numamigrator.kernel.KernelFiles;
import io.numamigrator.sim.task.ProcessTable;
import io.numamigrator.sim.task.Task;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.List;

/** /proc and /sys of a simulated machine, as one of its threads sees them: SEMANTICS 8.3 and 8.4. */
public final class PseudoTree implements KernelFiles {

    private final PseudoDirectory root;

    public PseudoTree(Task reader) {
        ProcessTable processes = reader.process.processes();
        this.root = new PseudoDirectory()
                .directory("proc", () -> new ProcFiles(reader).root())
                .directory("sys", () -> new SysFiles(processes).root());
    }

    @Override
    public String read(String pseudoFile) throws IOException {
        return switch (find(pseudoFile)) {
            case PseudoFile file -> file.text();
            case PseudoDirectory _ -> throw new FileSystemException(pseudoFile, null, "Is a directory");
            case PseudoLink _ -> throw new FileSystemException(pseudoFile, null, "What it leads to is not simulated");
        };
    }

    @Override
    public List<String> list(String pseudoDirectory) throws IOException {
        return switch (find(pseudoDirectory)) {
            case PseudoDirectory directory -> directory.names();
            case PseudoFile _,PseudoLink _ -> throw new NotDirectoryException(pseudoDirectory);
        };
    }

    @Override
    public String link(String pseudoLink) throws IOException {
        if (find(pseudoLink) instanceof PseudoLink found) {
            return found.target();
        }
        throw new NotLinkException(pseudoLink);
    }

    private PseudoNode find(String path) throws IOException {
        PseudoNode at = root;
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty()) {
                at = step(at, name, path);
            }
        }
        return at;
    }

    private static PseudoNode step(PseudoNode from, String name, String path) throws IOException {
        PseudoNode.Source next = switch (from) {
            case PseudoDirectory directory -> directory.child(name);
            case PseudoFile _,PseudoLink _ -> throw new FileSystemException(path, null, "Not a directory");
        };
        if (next == null) {
            throw new NoSuchFileException(path);
        }
        return next.open();
    }
}
