package io.numamigrator.fidelity;

import io.numamigrator.fidelity.guest.Place;
import io.numamigrator.fidelity.guest.RealKernel;
import io.numamigrator.fidelity.scenario.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run came to, as it is kept.
 *
 * @param date the day, as ISO 8601 writes it
 * @param seconds how long executors ran in guests
 * @param explained findings by their explanations
 * @param unexplained findings by their families
 * @param rules what was counted of each rule
 */
record RunRecord(
        String date,
        String kernel,
        String nodes,
        long firstSeed,
        long operations,
        long scenarios,
        int guests,
        double seconds,
        Map<String, Integer> explained,
        Map<String, Integer> unexplained,
        Map<String, Coverage.Count> rules) {

    static RunRecord of(Campaign campaign, RealKernel real, String date, String kernel, String nodes, long firstSeed) {
        return new RunRecord(date, kernel, nodes, firstSeed, campaign.operations(), campaign.scenarios(), real.boots(),
                Math.round(real.seconds() * 10) / 10.0, campaign.explained(),
                campaign.unexplained()
                        .entrySet()
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, family -> family.getValue().size())),
                campaign.coverage().counts());
    }

    long lastSeed() {
        return firstSeed + scenarios - 1;
    }

    static List<RunRecord> readAll(Path file) {
        try {
            return Files.exists(file)
                    ? List.of(Json.GSON.fromJson(Files.readString(file), RunRecord[].class))
                    : List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Add it to those of a file, a line each. */
    void append(Path file) {
        List<RunRecord> all = new ArrayList<>(readAll(file));
        all.add(this);
        writeAll(file, all.toArray(RunRecord[]::new));
    }

    static void writeAll(Path file, RunRecord... all) {
        Place.write(file,
                Arrays.stream(all).map(Json.GSON::toJson).collect(Collectors.joining(",\n", "[\n", "\n]\n")));
    }
}
