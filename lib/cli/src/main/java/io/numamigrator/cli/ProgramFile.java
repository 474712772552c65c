package io.numamigrator.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads which file a process executes. */
final class ProgramFile {

    private ProgramFile() {}

    /** Return the path, or empty text if it may not be read; then the program is shown among the libraries. */
    static String of(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/exe")).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
