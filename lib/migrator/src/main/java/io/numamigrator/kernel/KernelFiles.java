package io.numamigrator.kernel;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** Reads /proc and /sys, where a kernel tells about itself in text. */
public interface KernelFiles {

    /** Read a file of /proc or /sys as text. */
    String read(String pseudoFile) throws IOException;

    /** List the names in a directory of /proc or /sys. */
    List<String> list(String pseudoDirectory) throws IOException;

    /** Reads where a link of /proc or /sys leads, as text; a kernel of tests may have none. */
    default String link(String pseudoLink) throws IOException {
        throw new NoSuchFileException(pseudoLink);
    }
}
