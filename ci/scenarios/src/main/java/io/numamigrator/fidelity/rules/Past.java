package io.numamigrator.fidelity.rules;

import io.numamigrator.fidelity.scenario.Address;
import io.numamigrator.fidelity.scenario.Operation;
import io.numamigrator.fidelity.scenario.Operation.Kind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a process before an operation: who it is, what it has mapped, where it is confined to. */
public final class Past {

    /** The areas it mapped, by their numbers; parts may be gone again. */
    public final Map<Integer, Operation.Map> areas = new HashMap<>();

    Operation.@Nullable Become user;
    Operation.@Nullable Confine cpuset;
    boolean ended;
    boolean reaped;
    boolean hasPins;
    boolean hasLocked;
    boolean sharesWithFork;
    int taskMode;
    @Nullable Integer full;

    Past child() {
        Past child = new Past();
        child.areas.putAll(areas);
        child.user = user;
        child.cpuset = cpuset;
        child.taskMode = taskMode;
        child.sharesWithFork = true;
        sharesWithFork = true;
        return child;
    }

    void note(Operation operation, long result) {
        boolean done = result >= 0;
        switch (operation) {
            case Operation.Become become -> user = become;
            case Operation.Confine confine -> cpuset = done ? confine : cpuset;
            case Operation.Map map -> areas.put(map.area(), map);
            case Operation.Exit _ -> ended = true;
            case Operation.Reap _ -> reaped = true;
            case Operation.Pin _ -> hasPins |= done;
            case Operation.Lock _ -> hasLocked |= done;
            case Operation.SetMempolicy call -> taskMode = done ? call.mode() : taskMode;
            case Operation.Fill fill -> full = fill.node();
            case Operation.Empty _ -> full = null;
            case Operation.Spawn _,Operation.Fork _,Operation.RunOn _,Operation.Unmap _,Operation.Protect _,Operation.Advise _,Operation.Touch _,Operation.Unpin _,Operation.Mbind _,Operation.MovePages _,Operation.MigratePages _,Operation.GetMempolicy _,Operation.HomeNode _ ->
                {}
        }
    }

    boolean has(Kind kind) {
        return areas.values().stream().anyMatch(area -> area.kind() == kind);
    }

    /** Tell whether an address lies in an area of a kind. */
    boolean isIn(Address address, Kind kind) {
        Operation.Map area = areas.get(address.area());
        return area != null && area.kind() == kind;
    }

    boolean mapsAFileTwice() {
        long files = areas.values().stream().filter(Past::isOfFile).count();
        return files > areas.values().stream().filter(Past::isOfFile).map(Operation.Map::file).distinct().count();
    }

    private static boolean isOfFile(Operation.Map area) {
        return area.kind() == Kind.FILE || area.kind() == Kind.PRIVATE_FILE;
    }

    boolean lacks(int capability) {
        Operation.Become become = user;
        return become != null && !become.capabilities().contains(capability);
    }
}
