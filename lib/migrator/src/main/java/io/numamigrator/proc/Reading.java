package io.numamigrator.proc;

import io.numamigrator.NodeSet;
import io.numamigrator.kernel.KernelFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file of /proc or /sys as it was found: its text, or why there is none. */
public final class Reading {

    private final String path;
    private final @Nullable String text;
    private final String failure;

    private Reading(String path, @Nullable String text, String failure) {
        this.path = path;
        this.text = text;
        this.failure = failure;
    }

    public static Reading of(KernelFiles files, String path) {
        try {
            return new Reading(path, files.read(path), "");
        } catch (IOException e) {
            return new Reading(path, null, reason(e));
        }
    }

    /** Stand for a file that is not to be read. */
    public static Reading none(String path, String why) {
        return new Reading(path, null, why);
    }

    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    public String path() {
        return path;
    }

    public Optional<String> text() {
        return Optional.ofNullable(text);
    }

    /** Return the text without blanks around it; empty if there is no text, or nothing in it. */
    public Optional<String> word() {
        return text().map(String::strip).filter(word -> !word.isEmpty());
    }

    /** Return the text as a node list; empty if there is none. */
    Optional<NodeSet> nodes() {
        return word().filter(list -> list.matches("[0-9,-]+")).map(NodeSet::parse);
    }

    /** Return what was found, in one line. */
    public String evidence() {
        if (text == null) {
            return path + ": " + failure;
        }
        return path + ": " + word().map(word -> word.lines().findFirst().orElseThrow()).orElse("(empty)");
    }
}
