package io.numamigrator.cli.draw;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;

/** Writes JSON for programs: one value, indented, and a line end. */
public final class JsonText {

    private JsonText() {}

    /** What is written. */
    public interface Value {

        /** Writes it. */
        void write(JsonWriter json) throws IOException;
    }

    /** Writes a value to a stream, which is left open. */
    public static void write(PrintWriter out, Value value) throws IOException {
        // Not closed: the stream belongs to the caller.
        JsonWriter json = new JsonWriter(out);
        json.setIndent("  ");
        value.write(json);
        json.flush();
        out.println();
    }
}
