package io.numamigrator.cli.draw;

import com.google.gson.stream.JsonWriter;
import io.numamigrator.Vma;
import io.numamigrator.cli.where.MemoryKind;
import io.numamigrator.cli.where.MemoryPicture;
import io.numamigrator.cli.where.NodeBytes;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * Writes a memory picture as JSON.
 *
 * <pre>{@code
 * {"pid": 4711, "name": "java", "command": "…", "processes": [{"pid": 4711, "name": "java", "command": "…"}],
 *  "kernel": "…", "nodes": [0, 1],
 *  "total": {"bytes": 8192, "byNode": {"0": 4096, "1": 4096}, "swapped": 0},
 *  "kinds": [{"kind": "JAVA_HEAP", "label": "Java heap", "areas": 1, "bytes": 4096, "byNode": {"0": 4096}, "swapped": 0}],
 *  "areas": [{"pid": 4711, "start": "7f66f9ad3000", "end": "7f66f9ad5000", "permissions": "rw-p", "name": "", "kinds": ["JAVA_HEAP"],
 *    "policy": "bind:0-1", "policyIncomplete": false, "bytes": 4096, "byNode": {"0": 4096}, "swapped": 0}],
 *  "source": {"areas": 1, "countedByNumaMaps": 1, "askedPageByPage": 0}, "notes": []}
 * }</pre>
 *
 * <p>Of several processes {@code pid}, {@code name} and {@code command} are those of the first. A page that several areas show is counted
 * in the first of them alone.
 */
public final class JsonPicture {

    private JsonPicture() {}

    /** Write the picture and a line end. */
    public static void write(MemoryPicture picture, PrintWriter out) throws IOException {
        JsonText.write(out, json -> write(picture, json));
    }

    private static void write(MemoryPicture picture, JsonWriter json) throws IOException {
        json.beginObject();
        json.name("pid").value(picture.subject().pid());
        json.name("name").value(picture.subject().name());
        json.name("command").value(picture.subject().command());
        processes(json, picture);
        json.name("kernel").value(picture.kernel());
        json.name("nodes").beginArray();
        for (int node : picture.nodes()) {
            json.value(node);
        }
        json.endArray();
        json.name("total").beginObject();
        bytes(json, picture.total());
        json.name("swapped").value(picture.swapped());
        json.endObject();
        kinds(json, picture);
        areas(json, picture);
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
    }

    private static void kinds(JsonWriter json, MemoryPicture picture) throws IOException {
        json.name("kinds").beginArray();
        for (MemoryPicture.Row row : picture.rows()) {
            json.beginObject();
            json.name("kind").value(row.kind().name());
            json.name("label").value(row.kind().label());
            json.name("areas").value(row.areas());
            bytes(json, row.bytes());
            json.name("swapped").value(row.swapped());
            json.endObject();
        }
        json.endArray();
    }

    private static void processes(JsonWriter json, MemoryPicture picture) throws IOException {
        json.name("processes").beginArray();
        for (MemoryPicture.Subject subject : picture.subjects()) {
            json.beginObject();
            json.name("pid").value(subject.pid());
            json.name("name").value(subject.name());
            json.name("command").value(subject.command());
            json.endObject();
        }
        json.endArray();
    }

    private static void areas(JsonWriter json, MemoryPicture picture) throws IOException {
        json.name("areas").beginArray();
        for (MemoryPicture.Area area : picture.areas()) {
            Vma vma = area.vma();
            json.beginObject();
            json.name("pid").value(area.pid());
            json.name("start").value(Long.toHexString(vma.start()));
            if (vma.mapping().isPresent()) {
                json.name("end").value(Long.toHexString(vma.mapping().get().range().end()));
                json.name("permissions").value(vma.mapping().get().permissions());
            }
            json.name("name").value(vma.name());
            json.name("kinds").beginArray();
            for (MemoryKind kind : area.kinds()) {
                json.value(kind.name());
            }
            json.endArray();
            json.name("policy").value(vma.policy().toString());
            json.name("policyIncomplete").value(vma.policy().incomplete());
            bytes(json, area.bytes());
            json.name("swapped").value(area.swapped());
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
