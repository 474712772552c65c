package io.numamigrator.fidelity;

import io.numamigrator.fidelity.guest.Place;
import io.numamigrator.fidelity.program.Lowering;
import io.numamigrator.fidelity.program.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Scenarios that are kept, each in a file of its name, with what a real kernel showed. */
final class Regressions {

    private final Place place;
    private final PrintWriter out;

    Regressions(Place place, PrintWriter out) {
        this.place = place;
        this.out = out;
    }

    /** Keep a scenario under a name; every build runs it on the simulation from then on. */
    void keep(String name, Replay replay, Outcome real) {
        if (!name.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException(name + ": a name is small letters, digits and hyphens");
        }
        Path file = place.regressions().resolve(name + ".json");
        replay.with(real).write(file);
        out.println("kept as " + file);
    }

    /** Run all on their real kernels again, one guest for each kernel and topology, and write down what those show. */
    void refresh() {
        Map<String, List<Path>> files = new TreeMap<>();
        for (Path file : files()) {
            Replay replay = Replay.readScenario(file);
            files.computeIfAbsent(replay.kernel() + " " + replay.nodes(), _ -> new ArrayList<>()).add(file);
        }
        files.values().forEach(this::refresh);
    }

    private void refresh(List<Path> files) {
        List<Replay> replays = files.stream().map(Replay::readScenario).toList();
        Replay first = replays.getFirst();
        List<Outcome> outcomes = place.kernel(first.nodes(), first.kernel())
                .run(replays.stream().map(replay -> Lowering.of(replay.scenario())).toList());
        for (int i = 0; i < files.size(); i++) {
            replays.get(i).with(outcomes.get(i)).write(files.get(i));
        }
        out.println(first.kernel() + ", nodes " + first.nodes() + ": " + files.size() + " scenarios recorded again");
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(place.regressions())) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
