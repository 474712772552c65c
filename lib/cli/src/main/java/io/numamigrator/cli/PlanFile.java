package io.numamigrator.cli;

import io.numamigrator.placement.PlacementPlan;
import io.numamigrator.placement.PlanFormatException;
import io.numamigrator.placement.PlanReader;
import java.io.IOException;
import java.nio.file.Path;

/** Plans as files, with messages that name the file. */
final class PlanFile {

    private PlanFile() {}

    /** Reads a file piece by piece. */
    interface Reading<T> {

        /** Reads from a file that was opened. */
        T from(PlanReader reader) throws IOException;
    }

    /**
     * Opens a file, and reads from it.
     *
     * @throws IllegalArgumentException if it cannot be read, or is no plan; the message names the file and the line
     */
    static <T> T read(Path file, Reading<T> reading) {
        try (PlanReader reader = PlanReader.open(file)) {
            return reading.from(reader);
        } catch (IOException failure) {
            throw unread(file, failure);
        }
    }

    /**
     * Reads a whole plan.
     *
     * @throws IllegalArgumentException if it cannot be read, or is no plan; the message names the file and the line
     */
    static PlacementPlan read(Path file) {
        try {
            return PlacementPlan.read(file);
        } catch (IOException failure) {
            throw unread(file, failure);
        }
    }

    /**
     * Writes a plan.
     *
     * @throws IOException if it cannot be written; the message names the file and the reason
     */
    static void write(Path file, PlacementPlan plan) throws IOException {
        try {
            plan.write(file);
        } catch (IOException e) {
            throw new IOException("cannot write " + file + ": " + OutputFile.reason(e, file), e);
        }
    }

    private static IllegalArgumentException unread(Path file, IOException failure) {
        String message = failure instanceof PlanFormatException
                ? file + ": " + failure.getMessage()
                : "cannot read " + file + ": " + OutputFile.reason(failure, file);
        return new IllegalArgumentException(message, failure);
    }
}
