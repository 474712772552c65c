package io.numamigrator.cli;

import io.numamigrator.NumaException;
import io.numamigrator.NumaMigrator;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads which file a process executes. */
final class ProgramFile {

    private ProgramFile() {}

    /**
     * Return the files of all processes whose file may be read, by process id, ascending.
     *
     * @throws NumaException if /proc numbers processes otherwise than system calls do; the message names the remedy
     */
    static SortedMap<Integer, String> running(NumaMigrator numa) {
        SortedMap<Integer, String> files = new TreeMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
            for (Path process : processes) {
                int pid = Integer.parseInt(process.getFileName().toString());
                String file = of(numa.process(pid).procDirectory());
                if (!file.isEmpty()) {
                    files.put(pid, file);
                }
            }
        } catch (IOException hidden) {
            // No /proc: then no process can be named by its file.
        }
        return files;
    }

    /**
     * Return the path, or empty text if it may not be read; then the program is shown among the libraries.
     *
     * @param proc the directory of the process in /proc, with a slash after it
     */
    static String of(String proc) {
        try {
            return Files.readSymbolicLink(Path.of(proc + "exe")).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
