package io.numamigrator.cli.draw;

import com.google.gson.stream.JsonWriter;
import io.numamigrator.cli.where.MemoryPicture;
import io.numamigrator.cli.where.NodeBytes;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * Writes a memory picture as JSON.
 *
 * <pre>{@code
 * {"pid": 4711, "name": "java", "command": "…", "kernel": "…", "nodes": [0, 1],
 *  "total": {"bytes": 8192, "byNode": {"0": 4096, "1": 4096}},
 *  "kinds": [{"kind": "JAVA_HEAP", "label": "Java heap", "areas": 1, "bytes": 4096, "byNode": {"0": 4096}}],
 *  "source": {"areas": 1, "countedByNumaMaps": 1, "askedPageByPage": 0}, "notes": []}
 * }</pre>
 */
public final class JsonPicture {

    private JsonPicture() {}

    /** Write the picture and a line end. */
    public static void write(MemoryPicture picture, PrintWriter out) throws IOException {
        // Not closed: the stream belongs to the caller.
        JsonWriter json = new JsonWriter(out);
        json.setIndent("  ");
        json.beginObject();
        json.name("pid").value(picture.subject().pid());
        json.name("name").value(picture.subject().name());
        json.name("command").value(picture.subject().command());
        json.name("kernel").value(picture.kernel());
        json.name("nodes").beginArray();
        for (int node : picture.nodes()) {
            json.value(node);
        }
        json.endArray();
        json.name("total").beginObject();
        bytes(json, picture.total());
        json.endObject();
        kinds(json, picture);
        json.name("source").beginObject();
        json.name("areas").value(picture.source().areas());
        json.name("countedByNumaMaps").value(picture.source().counted());
        json.name("askedPageByPage").value(picture.source().asked());
        json.endObject();
        json.name("notes").beginArray();
        for (String note : picture.notes()) {
            json.value(note);
        }
        json.endArray();
        json.endObject();
        json.flush();
        out.println();
    }

    private static void kinds(JsonWriter json, MemoryPicture picture) throws IOException {
        json.name("kinds").beginArray();
        for (MemoryPicture.Row row : picture.rows()) {
            json.beginObject();
            json.name("kind").value(row.kind().name());
            json.name("label").value(row.kind().label());
            json.name("areas").value(row.areas());
            bytes(json, row.bytes());
            json.endObject();
        }
        json.endArray();
    }

    private static void bytes(JsonWriter json, NodeBytes bytes) throws IOException {
        json.name("bytes").value(bytes.total());
        json.name("byNode").beginObject();
        for (var each : bytes.byNode().entrySet()) {
            json.name(Integer.toString(each.getKey())).value(each.getValue());
        }
        json.endObject();
    }
}
