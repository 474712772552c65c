package io.numamigrator.placement;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.numamigrator.ProcessIdentity;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a plan.
 *
 * @param header what it says
 * @param entries how many lines follow, if it says so
 */
record HeaderText(PlanHeader header, OptionalLong entries) {

    static final String FORMAT = "numa-migrator-plan";
    static final int VERSION = 1;

    static HeaderText read(JsonReader json) throws IOException {
        json.beginObject();
        JsonValues values = new JsonValues(json);
        requireFormat(json, values);
        String createdBy = "";
        String topology = "";
        Instant time = Instant.EPOCH;
        int pageBytes = 0;
        @Nullable ProcessIdentity process = null;
        OptionalLong entries = OptionalLong.empty();
        while (json.hasNext()) {
            switch (values.name()) {
                case "createdBy" -> createdBy = values.text();
                case "time" -> time = time(values.text());
                case "topology" -> topology = values.text();
                case "pageBytes" -> pageBytes = values.small();
                case "process" -> process = process(json);
                case "entries" -> entries = OptionalLong.of(values.number());
                default -> throw values.unknown("the header");
            }
        }
        json.endObject();
        values.require("the header", "createdBy", "time", "topology", "pageBytes", "process");
        return new HeaderText(
                new PlanHeader(Objects.requireNonNull(process), topology, pageBytes, createdBy, time), entries);
    }

    /** The first two members say what the rest means, so they come first. */
    private static void requireFormat(JsonReader json, JsonValues values) throws IOException {
        if (!json.hasNext() || !values.name().equals("format") || !values.text().equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "this is no plan: it does not begin with {\"format\":\"" + FORMAT + "\"");
        }
        if (!json.hasNext() || !values.name().equals("version")) {
            throw new IllegalArgumentException("the header lacks \"version\" after \"format\"");
        }
        long version = values.number();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "version " + version + " of the format is unknown here; this library reads version "
                            + VERSION);
        }
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("\"time\" is \"" + text + "\", not like 2026-11-28T11:30:00Z", e);
        }
    }

    private static ProcessIdentity process(JsonReader json) throws IOException {
        JsonValues values = new JsonValues(json);
        int pid = 0;
        long start = 0;
        Optional<String> boot = Optional.empty();
        Optional<String> executable = Optional.empty();
        Optional<String> image = Optional.empty();
        json.beginObject();
        while (json.hasNext()) {
            switch (values.name()) {
                case "pid" -> pid = values.small();
                case "start" -> start = values.number();
                case "boot" -> boot = Optional.of(values.text());
                case "executable" -> executable = Optional.of(values.text());
                case "image" -> image = Optional.of(values.text());
                default -> throw values.unknown("\"process\"");
            }
        }
        json.endObject();
        values.require("\"process\"", "pid", "start");
        if (pid < 1) {
            throw new IllegalArgumentException("\"pid\" is " + pid + ", no number of a process");
        }
        return new ProcessIdentity(pid, start, boot, executable, image);
    }

    void write(JsonWriter json) throws IOException {
        json.beginObject();
        json.name("format").value(FORMAT);
        json.name("version").value(VERSION);
        json.name("createdBy").value(header.createdBy());
        json.name("time").value(header.time().toString());
        json.name("topology").value(header.topology());
        json.name("pageBytes").value(header.pageBytes());
        ProcessIdentity process = header.process();
        json.name("process").beginObject();
        json.name("pid").value(process.pid());
        json.name("start").value(process.startTicks());
        member(json, "boot", process.bootId());
        member(json, "executable", process.executable());
        member(json, "image", process.image());
        json.endObject();
        if (entries.isPresent()) {
            json.name("entries").value(entries.getAsLong());
        }
        json.endObject();
    }

    private static void member(JsonWriter json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.name(name).value(value.get());
        }
    }
}
