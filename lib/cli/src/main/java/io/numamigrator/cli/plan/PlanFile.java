package io.numamigrator.cli.plan;

import io.numamigrator.placement.PlacementPlan;
import io.numamigrator.placement.PlanFormatException;
import io.numamigrator.placement.PlanReader;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Plans as files, with messages that name the file. */
public final class PlanFile {

    private PlanFile() {}

    /** Reads a file piece by piece. */
    public interface Reading<T> {

        /** Reads from a file that was opened. */
        T from(PlanReader reader) throws IOException;
    }

    /**
     * Opens a file, and reads from it.
     *
     * @throws IllegalArgumentException if it cannot be read, or is no plan; the message names the file and the line
     */
    public static <T> T read(Path file, Reading<T> reading) {
        try (PlanReader reader = PlanReader.open(file)) {
            return reading.from(reader);
        } catch (PlanFormatException wrong) {
            throw new IllegalArgumentException(file + ": " + wrong.getMessage(), wrong);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("cannot read " + file + ": " + reason(unreadable), unreadable);
        }
    }

    /**
     * Reads a whole plan.
     *
     * @throws IllegalArgumentException if it cannot be read, or is no plan; the message names the file and the line
     */
    public static PlacementPlan read(Path file) {
        try {
            return PlacementPlan.read(file);
        } catch (PlanFormatException wrong) {
            throw new IllegalArgumentException(file + ": " + wrong.getMessage(), wrong);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("cannot read " + file + ": " + reason(unreadable), unreadable);
        }
    }

    /**
     * Writes a plan.
     *
     * @throws IOException if it cannot be written; the message names the file and the reason
     */
    public static void write(Path file, PlacementPlan plan) throws IOException {
        try {
            plan.write(file);
        } catch (IOException e) {
            throw new IOException("cannot write " + file + ": " + reason(e), e);
        }
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> missing(missing);
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }

    private static String missing(NoSuchFileException missing) {
        Path folder = Path.of(missing.getFile()).toAbsolutePath().getParent();
        return folder != null && !Files.isDirectory(folder) ? "there is no directory " + folder : "no such file";
    }
}
