package io.numamigrator.fidelity.scenario;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Tells whether executors can carry a scenario out: who does something is alive, who is meant was once, and pins are held. */
public final class ScenarioCheck {

    private enum State {
        ALIVE,
        ENDED,
        REAPED
    }

    private final Map<Integer, State> processes = new HashMap<>();
    private final Map<Integer, Set<Integer>> pins = new HashMap<>();

    private ScenarioCheck() {}

    public static boolean isSound(Scenario scenario) {
        ScenarioCheck check = new ScenarioCheck();
        return !scenario.operations().isEmpty() && scenario.operations().stream().allMatch(check::takes);
    }

    private boolean takes(Operation operation) {
        State state = processes.get(operation.process());
        return switch (operation) {
            case Operation.Spawn(int process) -> begins(process);
            case Operation.Reap(int process) -> processes.replace(process, State.ENDED, State.REAPED);
            case Operation other -> state == State.ALIVE && alive(other);
        };
    }

    private boolean alive(Operation operation) {
        return switch (operation) {
            case Operation.Fork(int _, int child) -> begins(child);
            case Operation.Exit(int process) -> processes.replace(process, State.ALIVE, State.ENDED);
            case Operation.Pin(int process, var _, var _, int pin) -> pins(process).add(pin);
            case Operation.Unpin(int process, int pin) -> pins(process).remove(pin);
            case Operation.MovePages call -> isKnown(call.target());
            case Operation.MigratePages call -> isKnown(call.target());
            case Operation _ -> true;
        };
    }

    private boolean begins(int process) {
        return processes.putIfAbsent(process, State.ALIVE) == null;
    }

    private Set<Integer> pins(int process) {
        return pins.computeIfAbsent(process, _ -> new HashSet<>());
    }

    private boolean isKnown(int target) {
        return target < 0 || processes.containsKey(target);
    }
}
