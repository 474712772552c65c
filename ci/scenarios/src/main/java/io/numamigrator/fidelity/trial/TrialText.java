package io.numamigrator.fidelity.trial;

import io.numamigrator.fidelity.program.Observations;
import io.numamigrator.fidelity.program.Outcome;
import io.numamigrator.fidelity.program.Program;
import io.numamigrator.fidelity.scenario.Json;
import io.numamigrator.fidelity.scenario.Operation;
import java.io.PrintWriter;
import java.util.List;

/** Shows a scenario operation by operation, with what both kernels showed. */
public final class TrialText {

    private final PrintWriter out;

    public TrialText(PrintWriter out) {
        this.out = out;
    }

    public void show(Trial trial) {
        List<Program.Sight> sights = trial.program().sights();
        List<Operation> operations = trial.scenario().operations();
        int sight = 0;
        for (int i = 0; i < operations.size(); i++) {
            out.println(i + " " + Json.GSON.toJson(operations.get(i), Operation.class));
            for (; sight < sights.size() && sights.get(sight).operation() == i; sight++) {
                show(sights.get(sight), seen(trial.real(), sights, sight), seen(trial.simulated(), sights, sight));
            }
        }
        tellOfFailure("the guest", trial.real());
        tellOfFailure("the simulation", trial.simulated());
        Divergence divergence = trial.divergence();
        out.println(divergence == null
                ? "both kernels agree"
                : "they differ at operation " + divergence.operation() + ", " + divergence.what());
    }

    private void show(Program.Sight sight, String real, String simulated) {
        if (sight.what().equals("array")) {
            return;
        }
        if (real.equals(simulated)) {
            out.println("    " + sight.what() + ": " + real.strip());
        } else {
            out.println("  ! " + sight.what());
            out.println("      real       " + real.strip());
            out.println("      simulated  " + simulated.strip());
        }
    }

    private static String seen(Outcome outcome, List<Program.Sight> sights, int number) {
        return switch (outcome) {
            case Outcome.Seen(Observations seen) -> Divergence.text(sights.get(number), seen.all().get(number));
            case Outcome.Failed _ -> "nothing";
        };
    }

    private void tellOfFailure(String who, Outcome outcome) {
        if (outcome instanceof Outcome.Failed(String why)) {
            out.println(who + ": " + why);
        }
    }
}
