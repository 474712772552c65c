package io.numamigrator.fidelity.rules;

import io.numamigrator.Errno;
import io.numamigrator.fidelity.program.CallLowering;
import io.numamigrator.fidelity.scenario.Operation;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a scenario, what a kernel answered, and what was known before.
 *
 * @param result what the call returned, 0 for what returns nothing
 * @param statuses what move_pages(2) wrote, empty for all else
 * @param moved whether some page was on another node afterwards
 * @param processes what was known of each process
 */
public record Moment(Operation operation, long result, int[] statuses, boolean moved, Map<Integer, Past> processes) {

    private static final int MOVE_ALL = 4;
    public static final int SYS_PTRACE = 19;
    public static final int SYS_NICE = 23;

    Past caller() {
        return processes.getOrDefault(operation.process(), new Past());
    }

    /** Return what is known of the process that a call is about. */
    public Past target() {
        int target = targetNumber();
        return target == Operation.SELF ? caller() : processes.getOrDefault(target, new Past());
    }

    int targetNumber() {
        return switch (operation) {
            case Operation.MovePages call -> call.target();
            case Operation.MigratePages call -> call.target();
            case Operation _ -> Operation.SELF;
        };
    }

    boolean isAboutAnother() {
        return targetNumber() >= 0 && targetNumber() != operation.process();
    }

    /** Tell whether others filled a node. */
    boolean isFull(int node) {
        return processes.values().stream().anyMatch(process -> process.full != null && process.full == node);
    }

    boolean failed(Errno errno) {
        return result == -errno.number();
    }

    boolean hasStatus(Errno errno) {
        return index(status -> status == -errno.number()) >= 0;
    }

    boolean hasUnwritten() {
        return index(status -> status == CallLowering.UNWRITTEN) >= 0;
    }

    boolean hasWritten() {
        return index(status -> status != CallLowering.UNWRITTEN) >= 0;
    }

    /** Return the place of the first status of a kind, or -1. */
    int index(Predicate<Integer> kind) {
        for (int i = 0; i < statuses.length; i++) {
            if (kind.test(statuses[i])) {
                return i;
            }
        }
        return -1;
    }

    /** Return the operation as a move of pages, not a query; null if it is none. */
    public Operation.@Nullable MovePages move() {
        return operation instanceof Operation.MovePages call && call.nodes() != null ? call : null;
    }

    static boolean isForAll(Operation.MovePages call) {
        return (call.flags() & MOVE_ALL) != 0;
    }
}
