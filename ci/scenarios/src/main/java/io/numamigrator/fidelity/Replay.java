package io.numamigrator.fidelity;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.numamigrator.fidelity.guest.Place;
import io.numamigrator.fidelity.program.Lowering;
import io.numamigrator.fidelity.program.Observations;
import io.numamigrator.fidelity.program.Outcome;
import io.numamigrator.fidelity.scenario.Json;
import io.numamigrator.fidelity.scenario.Operation;
import io.numamigrator.fidelity.scenario.Scenario;
import io.numamigrator.fidelity.trial.Trial;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One scenario in a file, so that it can be run again: where it was run, and what the real kernel showed.
 *
 * @param about what it is kept for
 * @param seen null if the real kernel did not carry it out to its end
 */
record Replay(String kernel, String nodes, long seed, String about, Scenario scenario, @Nullable Observations seen) {

    /** Return the trial of a run. */
    static Replay of(Trial trial, String kernel, String nodes, long seed, String about) {
        Observations seen = trial.real() instanceof Outcome.Seen(Observations observations) ? observations : null;
        return new Replay(kernel, nodes, seed, about, trial.scenario(), seen);
    }

    /** Return what the real kernel showed, as the outcome of a run. */
    Outcome real() {
        return seen == null ? new Outcome.Failed("the guest went down") : new Outcome.Seen(seen);
    }

    Replay with(Outcome real) {
        return new Replay(kernel, nodes, seed, about, scenario,
                real instanceof Outcome.Seen(Observations observations) ? observations : null);
    }

    /** Return the text of the file: an operation a line, an observation a line. */
    String text() {
        StringBuilder text = new StringBuilder("{\n");
        field(text, "kernel", kernel);
        field(text, "nodes", nodes);
        field(text, "seed", seed);
        field(text, "about", about);
        text.append(scenario.operations()
                .stream()
                .map(operation -> Json.GSON.toJson(operation, Operation.class))
                .collect(Collectors.joining(",\n    ", "  \"operations\": [\n    ", "\n  ]")));
        if (seen != null) {
            text.append(Sighted.of(Lowering.of(scenario), seen)
                    .stream()
                    .map(Json.GSON::toJson)
                    .collect(Collectors.joining(",\n    ", ",\n  \"real\": [\n    ", "\n  ]")));
        }
        return text.append("\n}\n").toString();
    }

    private static void field(StringBuilder text, String name, Object value) {
        text.append("  \"").append(name).append("\": ").append(Json.GSON.toJson(value)).append(",\n");
    }

    void write(Path file) {
        Place.write(file, text());
    }

    static Replay read(Path file) {
        return of(json(file));
    }

    /** Read a file without what the real kernel showed: what is looked at may have changed since. */
    static Replay readScenario(Path file) {
        JsonObject json = json(file);
        json.remove("real");
        return of(json);
    }

    private static JsonObject json(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (JsonParseException | IllegalStateException wrong) {
            throw new IllegalArgumentException(file + " is no scenario: " + wrong.getMessage(), wrong);
        }
    }

    static Replay of(JsonObject json) {
        List<Operation> operations = new ArrayList<>();
        for (JsonElement each : json.getAsJsonArray("operations")) {
            operations.add(Json.GSON.fromJson(each, Operation.class));
        }
        Scenario scenario = new Scenario(operations);
        List<Sighted> sighted = new ArrayList<>();
        if (json.has("real")) {
            json.getAsJsonArray("real").forEach(each -> sighted.add(Json.GSON.fromJson(each, Sighted.class)));
        }
        return new Replay(json.get("kernel").getAsString(), json.get("nodes").getAsString(),
                json.get("seed").getAsLong(), json.get("about").getAsString(), scenario,
                json.has("real") ? Sighted.observations(Lowering.of(scenario), sighted) : null);
    }
}
