package io.numamigrator.fidelity.shrink;

import io.numamigrator.fidelity.scenario.Operation;
import io.numamigrator.fidelity.scenario.Scenario;
import io.numamigrator.fidelity.scenario.ScenarioCheck;
import io.numamigrator.fidelity.scenario.Weight;
import io.numamigrator.fidelity.trial.Divergence;
import io.numamigrator.fidelity.trial.Executor;
import io.numamigrator.fidelity.trial.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a scenario smaller, as long as the kernels still differ in the same way.
 *
 * <p>A round thinks of many smaller scenarios and runs them all at once, for a guest takes seconds to boot and each scenario
 * milliseconds. The next round begins with those changes together that worked alone.
 */
public final class Shrinker {

    private static final int MOST_ROUNDS = 14;
    private static final int MOST_CANDIDATES = 400;

    private final Executor real;
    private final Executor simulated;
    private final String family;
    private Trial best;

    /** What a round began with, and the changes of it that worked, each alone. */
    private record Round(Scenario base, List<Edit> worked) {}

    private Shrinker(Executor real, Executor simulated, Trial start, Divergence divergence) {
        this.real = real;
        this.simulated = simulated;
        this.family = divergence.family();
        this.best = start;
    }

    /** Return a smaller trial of the same family, or the one given. */
    public static Trial shrink(Trial divergent, Executor real, Executor simulated) {
        Divergence divergence = divergent.divergence();
        return divergence == null ? divergent : new Shrinker(real, simulated, divergent, divergence).shrink();
    }

    private Trial shrink() {
        Round last = new Round(best.scenario(), List.of());
        for (int round = 0; round < MOST_ROUNDS; round++) {
            long before = Weight.of(best.scenario());
            last = round(last);
            if (Weight.of(best.scenario()) == before) {
                break;
            }
        }
        return best;
    }

    private Round round(Round last) {
        Scenario base = best.scenario();
        Map<Scenario, @Nullable Edit> candidates = new LinkedHashMap<>();
        for (List<Edit> together : parts(last.worked)) {
            consider(Edit.apply(last.base, together), null, candidates);
        }
        for (List<Edit> block : blocks(base)) {
            consider(Edit.apply(base, block), null, candidates);
        }
        for (Edit edit : edits(base)) {
            consider(Edit.apply(base, List.of(edit)), edit, candidates);
        }
        return new Round(base, candidates.isEmpty() ? List.of() : tryAll(candidates));
    }

    private void consider(Scenario candidate, @Nullable Edit edit, Map<Scenario, @Nullable Edit> candidates) {
        if (candidates.size() < MOST_CANDIDATES && Weight.of(candidate) < Weight.of(best.scenario())
                && ScenarioCheck.isSound(candidate)) {
            candidates.putIfAbsent(candidate, edit);
        }
    }

    /** What worked alone may work together: the first few of it, or one half, one quarter, … */
    private static List<List<Edit>> parts(List<Edit> worked) {
        List<List<Edit>> parts = new ArrayList<>();
        for (int part = worked.size(); part > 1; part = part / 2) {
            for (int begin = 0; begin < worked.size(); begin += part) {
                parts.add(worked.subList(begin, Math.min(worked.size(), begin + part)));
            }
        }
        for (int first = 2; first < worked.size(); first += 1 + worked.size() / 40) {
            parts.add(worked.subList(0, first));
        }
        return parts;
    }

    /** Leave out all after the divergence, and blocks of what is before it. */
    private List<List<Edit>> blocks(Scenario base) {
        int size = base.operations().size();
        List<List<Edit>> blocks = new ArrayList<>();
        Divergence divergence = best.divergence();
        if (divergence != null && divergence.operation() >= 0) {
            blocks.add(removal(divergence.operation() + 1, size));
        }
        for (int part = size / 2; part > 1; part /= 2) {
            for (int begin = 0; begin < size; begin += part) {
                blocks.add(removal(begin, Math.min(size, begin + part)));
            }
        }
        return blocks;
    }

    private static List<Edit> removal(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> new Edit(i, null)).toList();
    }

    /** Leave out each operation, the last first, then make each a simpler one. */
    private static List<Edit> edits(Scenario base) {
        List<Operation> operations = base.operations();
        List<Edit> edits = new ArrayList<>(removal(0, operations.size()).reversed());
        for (int i = 0; i < operations.size(); i++) {
            for (Operation simpler : Simpler.than(operations.get(i))) {
                edits.add(new Edit(i, simpler));
            }
        }
        return edits;
    }

    /** Keep the smallest that differs alike, and return the single changes that did. */
    private List<Edit> tryAll(Map<Scenario, @Nullable Edit> candidates) {
        List<Trial> alike = Trial.of(List.copyOf(candidates.keySet()), real, simulated)
                .stream()
                .filter(trial -> isAlike(trial.divergence()))
                .toList();
        alike.stream().min(Comparator.comparingLong(trial -> Weight.of(trial.scenario())))
                .ifPresent(least -> best = least);
        List<Edit> worked = new ArrayList<>();
        for (Trial trial : alike) {
            Edit edit = candidates.get(trial.scenario());
            if (edit != null) {
                worked.add(edit);
            }
        }
        return worked;
    }

    private boolean isAlike(@Nullable Divergence divergence) {
        return divergence != null && divergence.family().equals(family);
    }
}
