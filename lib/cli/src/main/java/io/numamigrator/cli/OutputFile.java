package io.numamigrator.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Writes the files that a command was asked for. */
final class OutputFile {

    private OutputFile() {}

    /**
     * Write a text.
     *
     * @throws IOException if it cannot be written; the message names the file and the reason
     */
    static void write(Path file, String text) throws IOException {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new IOException("cannot write " + file + ": " + reason(e, file), e);
        }
    }

    /** Return what is wrong with a file that could not be read or written. */
    static String reason(IOException failure, Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return switch (failure) {
            case NoSuchFileException none when directory != null && !Files.isDirectory(directory) ->
                "there is no directory " + directory;
            case NoSuchFileException none -> "no such file";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }
}
