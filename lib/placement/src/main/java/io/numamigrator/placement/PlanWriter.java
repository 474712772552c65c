package io.numamigrator.placement;

import com.google.gson.FormattingStyle;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;

/** Writes a plan entry by entry, a line each; what was written is a plan at any moment between two entries. */
public final class PlanWriter implements Closeable {

    private final Writer text;
    private final int pageBytes;

    private PlanWriter(Writer text, PlanHeader header, OptionalLong entries) throws IOException {
        this.text = text;
        this.pageBytes = header.pageBytes();
        line(json -> new HeaderText(header, entries).write(json));
    }

    /** Begins a file anew. */
    public static PlanWriter create(Path file, PlanHeader header) throws IOException {
        return new PlanWriter(Files.newBufferedWriter(Objects.requireNonNull(file, "file"), StandardCharsets.UTF_8),
                header, OptionalLong.empty());
    }

    /** Begins to write to a text, which is closed with the writer. */
    public static PlanWriter of(Writer text, PlanHeader header) throws IOException {
        return new PlanWriter(Objects.requireNonNull(text, "text"), header, OptionalLong.empty());
    }

    /** Writes a whole plan, whose header says how many entries follow: a reader notices if the file is cut off. */
    static void write(PlacementPlan plan, Writer text) throws IOException {
        PlanWriter writer = new PlanWriter(text, plan.header(), OptionalLong.of(plan.entries().size()));
        for (PlanEntry entry : plan.entries()) {
            writer.add(entry);
        }
        text.flush();
    }

    /**
     * Writes an entry.
     *
     * @throws IllegalArgumentException if it is not made of whole pages of the header's size
     */
    public void add(PlanEntry entry) throws IOException {
        entry.requirePages(pageBytes);
        line(json -> EntryText.write(json, entry));
    }

    /** Hands on what was written so far to the operating system. */
    public void flush() throws IOException {
        text.flush();
    }

    private interface Line {
        void write(JsonWriter json) throws IOException;
    }

    private void line(Line line) throws IOException {
        JsonWriter json = new JsonWriter(text);
        json.setStrictness(Strictness.STRICT);
        json.setFormattingStyle(FormattingStyle.COMPACT);
        json.setHtmlSafe(false);
        line.write(json);
        text.write('\n');
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
