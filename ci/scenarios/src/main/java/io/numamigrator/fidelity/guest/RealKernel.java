package io.numamigrator.fidelity.guest;

import io.numamigrator.fidelity.program.Outcome;
import io.numamigrator.fidelity.program.Program;
import io.numamigrator.fidelity.trial.Executor;
import java.util.ArrayList;
import java.util.List;

/** A real kernel: a new guest for each turn, and one more for what is after a program that a guest did not survive. */
public final class RealKernel implements Executor {

    private final Guest guest;
    private double seconds;
    private int boots;

    public RealKernel(Guest guest) {
        this.guest = guest;
    }

    @Override
    public List<Outcome> run(List<Program> programs) {
        List<Outcome> outcomes = new ArrayList<>();
        while (outcomes.size() < programs.size()) {
            Guest.Shift shift = guest.run(programs.subList(outcomes.size(), programs.size()));
            boots++;
            seconds += shift.seconds();
            shift.seen().forEach(seen -> outcomes.add(new Outcome.Seen(seen)));
            if (shift.end() != null) {
                outcomes.add(new Outcome.Failed(shift.end()));
            }
        }
        return outcomes;
    }

    /** Return how long executors ran in guests, boots not counted. */
    public double seconds() {
        return seconds;
    }

    public int boots() {
        return boots;
    }
}
