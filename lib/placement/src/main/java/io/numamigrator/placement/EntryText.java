package io.numamigrator.placement;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.numamigrator.MemoryRange;
import io.numamigrator.Vma;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The lines of a plan after the first, each an entry. */
final class EntryText {

    private EntryText() {}

    /**
     * Reads a line.
     *
     * @param last the area of the line before: entries of one area share it
     */
    static PlanEntry read(JsonReader json, Vma.@Nullable Mapping last, int pageBytes) throws IOException {
        JsonValues values = new JsonValues(json);
        @Nullable MemoryRange range = null;
        Vma.@Nullable Mapping area = null;
        Expected expected = new Expected.Anywhere();
        int target = 0;
        String reason = "";
        double priority = 0;
        json.beginObject();
        while (json.hasNext()) {
            switch (values.name()) {
                case "range" -> range = values.range();
                case "area" -> area = area(json);
                case "expected" -> expected = expected(json, values);
                case "target" -> target = values.small();
                case "reason" -> reason = values.text();
                case "priority" -> priority = values.decimal();
                default -> throw values.unknown("an entry");
            }
        }
        json.endObject();
        values.require("the entry", "range", "area", "target");
        PlanEntry entry = new PlanEntry(Objects.requireNonNull(range),
                last != null && last.equals(area) ? last : Objects.requireNonNull(area), expected, target, reason,
                priority);
        entry.requirePages(pageBytes);
        return entry;
    }

    private static Vma.Mapping area(JsonReader json) throws IOException {
        JsonValues values = new JsonValues(json);
        @Nullable MemoryRange range = null;
        String permissions = "";
        long offset = 0;
        String name = "";
        @Nullable String device = null;
        @Nullable Long inode = null;
        json.beginObject();
        while (json.hasNext()) {
            switch (values.name()) {
                case "range" -> range = values.range();
                case "permissions" -> permissions = permissions(values.text());
                case "offset" -> offset = offset(values.text());
                case "name" -> name = values.text();
                case "device" -> device = values.text();
                case "inode" -> inode = inode(values.text());
                default -> throw values.unknown("\"area\"");
            }
        }
        json.endObject();
        values.require("\"area\"", "range", "permissions");
        if (device == null != (inode == null)) {
            throw new IllegalArgumentException("\"area\" has one of \"device\" and \"inode\", and lacks the other");
        }
        Optional<Vma.FileId> file =
                device == null || inode == null ? Optional.empty() : Optional.of(new Vma.FileId(device, inode));
        return new Vma.Mapping(Objects.requireNonNull(range), permissions, offset, name, file);
    }

    private static String permissions(String text) {
        boolean fits = text.length() == 4 && isOneOf(text, 0, "r-") && isOneOf(text, 1, "w-")
                && isOneOf(text, 2, "x-") && isOneOf(text, 3, "sp");
        if (!fits) {
            throw new IllegalArgumentException("\"permissions\" is \"" + text + "\", not like rw-p");
        }
        return text;
    }

    private static boolean isOneOf(String text, int i, String letters) {
        return letters.indexOf(text.charAt(i)) >= 0;
    }

    /** Offsets are written as maps writes them, in hexadecimal digits. */
    private static long offset(String text) {
        try {
            return Long.parseUnsignedLong(text, 16);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"offset\" is \"" + text + "\", no hexadecimal number of 64 bits", e);
        }
    }

    /** Inodes have 64 bits, numbers of JSON 53 for many readers: so they are text. */
    private static long inode(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"inode\" is \"" + text + "\", no number of 64 bits", e);
        }
    }

    private static Expected expected(JsonReader json, JsonValues values) throws IOException {
        return json.peek() == JsonToken.BEGIN_OBJECT ? counts(json, values) : runs(json, values);
    }

    private static Expected.Counts counts(JsonReader json, JsonValues values) throws IOException {
        Map<Integer, Long> byNode = new TreeMap<>();
        json.beginObject();
        while (json.hasNext()) {
            String node = json.nextName();
            if (!node.matches("0|[1-9]\\d{0,4}")) {
                throw new IllegalArgumentException("\"expected\" names \"" + node + "\", no node");
            }
            if (byNode.put(Integer.valueOf(node), values.number()) != null) {
                throw new IllegalArgumentException("\"expected\" names node " + node + " twice");
            }
        }
        json.endObject();
        return new Expected.Counts(byNode);
    }

    private static Expected.Runs runs(JsonReader json, JsonValues values) throws IOException {
        List<Expected.Run> runs = new ArrayList<>(1);
        json.beginArray();
        while (json.hasNext()) {
            json.beginArray();
            long pages = values.number();
            int node = Expected.Run.NO_PAGE;
            if (json.peek() == JsonToken.NULL) {
                json.nextNull();
            } else {
                node = values.small();
            }
            json.endArray();
            runs.add(new Expected.Run(pages, node));
        }
        json.endArray();
        return new Expected.Runs(runs);
    }

    static void write(JsonWriter json, PlanEntry entry) throws IOException {
        json.beginObject();
        json.name("range").value(entry.range().toString());
        json.name("area");
        write(json, entry.area());
        write(json, entry.expected());
        json.name("target").value(entry.target());
        if (!entry.reason().isEmpty()) {
            json.name("reason").value(entry.reason());
        }
        if (entry.priority() != 0) {
            json.name("priority").value(entry.priority());
        }
        json.endObject();
    }

    private static void write(JsonWriter json, Vma.Mapping area) throws IOException {
        json.beginObject();
        json.name("range").value(area.range().toString());
        json.name("permissions").value(area.permissions());
        if (area.offset() != 0) {
            json.name("offset").value(Long.toHexString(area.offset()));
        }
        if (!area.path().isEmpty()) {
            json.name("name").value(area.path());
        }
        if (area.file().isPresent()) {
            json.name("device").value(area.file().get().device());
            json.name("inode").value(Long.toUnsignedString(area.file().get().inode()));
        }
        json.endObject();
    }

    private static void write(JsonWriter json, Expected expected) throws IOException {
        switch (expected) {
            case Expected.Runs(List<Expected.Run> runs) -> {
                json.name("expected").beginArray();
                for (Expected.Run run : runs) {
                    json.beginArray().value(run.pages());
                    if (run.node() == Expected.Run.NO_PAGE) {
                        json.nullValue();
                    } else {
                        json.value(run.node());
                    }
                    json.endArray();
                }
                json.endArray();
            }
            case Expected.Counts(Map<Integer, Long> byNode) -> {
                json.name("expected").beginObject();
                for (Map.Entry<Integer, Long> each : byNode.entrySet()) {
                    json.name(each.getKey().toString()).value(each.getValue());
                }
                json.endObject();
            }
            case Expected.Anywhere() -> {
                // nothing is said
            }
        }
    }
}
