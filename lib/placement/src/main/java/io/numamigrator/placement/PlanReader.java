package io.numamigrator.placement;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.numamigrator.Vma;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a plan entry by entry, in memory that does not depend on how many there are.
 *
 * {@snippet :
 * try (PlanReader plan = PlanReader.open(file)) {
 *     for (Optional<PlanEntry> entry = plan.next(); entry.isPresent(); entry = plan.next()) {
 *         bytes += entry.get().range().bytes();
 *     }
 * }
 * }
 */
public final class PlanReader implements Closeable {

    private final Reader text;
    private final PlanLines lines;
    private final PlanHeader header;
    private final OptionalLong announced;
    private long entries;
    private Vma.@Nullable Mapping lastArea;

    private PlanReader(Reader text) throws IOException {
        this.text = text;
        this.lines = new PlanLines(text);
        Reader first = lines.next();
        if (first == null) {
            throw new PlanFormatException(1, "the text is empty; a plan begins with its header", null);
        }
        HeaderText found = parse(first, HeaderText::read);
        this.header = found.header();
        this.announced = found.entries();
    }

    /**
     * Opens a file.
     *
     * @throws PlanFormatException if it does not begin with the header of a plan of a known version
     * @throws IOException if it cannot be read
     */
    public static PlanReader open(Path file) throws IOException {
        Reader text = Files.newBufferedReader(Objects.requireNonNull(file, "file"), StandardCharsets.UTF_8);
        boolean opened = false;
        try {
            PlanReader reader = new PlanReader(text);
            opened = true;
            return reader;
        } finally {
            if (!opened) {
                text.close();
            }
        }
    }

    /**
     * Begins to read a text, which is closed with the reader.
     *
     * @throws PlanFormatException if it does not begin with the header of a plan of a known version
     */
    public static PlanReader of(Reader text) throws IOException {
        return new PlanReader(Objects.requireNonNull(text, "text"));
    }

    /** Returns what the plan says of itself. */
    public PlanHeader header() {
        return header;
    }

    /** Returns how many entries the header says there are; empty if it does not say. */
    public OptionalLong announced() {
        return announced;
    }

    /** Returns the number of the line that was read last, the first one being 1. */
    public long line() {
        return lines.number();
    }

    /**
     * Reads the next entry; empty at the end.
     *
     * @throws PlanFormatException if the line is damaged, or the plan ends before as many entries as it announced
     */
    public Optional<PlanEntry> next() throws IOException {
        Reader line = lines.next();
        if (line == null) {
            requireAll();
            return Optional.empty();
        }
        PlanEntry entry = parse(line, json -> EntryText.read(json, lastArea, header.pageBytes()));
        lastArea = entry.area();
        entries++;
        if (announced.isPresent() && entries > announced.getAsLong()) {
            throw new PlanFormatException(lines.number(),
                    "there are more entries than the " + announced.getAsLong() + " of the header", null);
        }
        return Optional.of(entry);
    }

    private void requireAll() throws PlanFormatException {
        if (announced.isPresent() && entries != announced.getAsLong()) {
            throw new PlanFormatException(lines.number() + 1, "the text ends after " + entries + " entries of "
                    + announced.getAsLong() + ": it was cut off", null);
        }
    }

    private interface Parser<T> {
        T read(JsonReader json) throws IOException;
    }

    private <T> T parse(Reader line, Parser<T> parser) throws IOException {
        JsonReader json = new JsonReader(line);
        json.setStrictness(Strictness.STRICT);
        try {
            T found = parser.read(json);
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalArgumentException("there is more after the closing brace");
            }
            return found;
        } catch (PlanFormatException wrong) {
            throw wrong;
        } catch (IOException | IllegalArgumentException | IllegalStateException wrong) {
            throw new PlanFormatException(lines.number(), sentence(wrong), wrong);
        }
    }

    /** Returns what is wrong, without gson's advice and without its line, which is always the first. */
    private static String sentence(Exception wrong) {
        String text = String.valueOf(wrong.getMessage());
        int advice = text.indexOf("\nSee ");
        text = advice < 0 ? text : text.substring(0, advice);
        return text.replace(" at line 1 column ", " at column ").replace(" path $.", " in ").replace(" path $", "");
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
