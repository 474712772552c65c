package io.numamigrator.fidelity.rules;

import io.numamigrator.fidelity.program.Observations;
import io.numamigrator.fidelity.program.Opcode;
import io.numamigrator.fidelity.program.Program;
import io.numamigrator.fidelity.scenario.Operation;
import io.numamigrator.fidelity.scenario.Scenario;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes through what was seen of a scenario, operation by operation. */
public final class Story {

    private final Map<Integer, Past> processes = new HashMap<>();
    private final Map<String, byte[]> places = new HashMap<>();
    private final List<Program.Sight> sights;
    private final List<byte[]> seen;
    private int at;

    private Story(Program program, Observations observations) {
        this.sights = program.sights();
        this.seen = observations.all();
    }

    public static void tell(Scenario scenario, Program program, Observations observations, Consumer<Moment> listener) {
        Story story = new Story(program, observations);
        for (int i = 0; i < scenario.operations().size(); i++) {
            Operation operation = scenario.operations().get(i);
            Moment moment = story.moment(i, operation);
            listener.accept(moment);
            story.note(operation, moment.result());
        }
    }

    private Moment moment(int number, Operation operation) {
        long result = 0;
        int[] statuses = {};
        boolean moved = false;
        boolean first = true;
        for (; at < sights.size() && sights.get(at).operation() == number; at++) {
            Program.Sight sight = sights.get(at);
            ByteBuffer bytes = ByteBuffer.wrap(seen.get(at)).order(ByteOrder.LITTLE_ENDIAN);
            if (sight.code() == Opcode.PLACES) {
                moved |= hasMoved(places.put(sight.what(), seen.get(at)), seen.get(at));
            } else if (sight.what().equals("statuses")) {
                statuses = new int[bytes.remaining() / Integer.BYTES];
                bytes.asIntBuffer().get(statuses);
            } else if (first && bytes.remaining() == Long.BYTES && sight.code() != Opcode.MAPS) {
                result = bytes.getLong();
                first = false;
            }
        }
        return new Moment(operation, result, statuses, moved, processes);
    }

    /** Places of as many pages can be compared: nothing was mapped in between. */
    private static boolean hasMoved(byte @Nullable [] before, byte[] after) {
        if (before == null || before.length != after.length) {
            return false;
        }
        for (int i = 0; i < after.length; i++) {
            if (before[i] >= 0 && after[i] >= 0 && before[i] != after[i]) {
                return true;
            }
        }
        return false;
    }

    private void note(Operation operation, long result) {
        Past past = processes.computeIfAbsent(operation.process(), _ -> new Past());
        past.note(operation, result);
        if (operation instanceof Operation.Fork(int _, int child)) {
            processes.put(child, past.child());
        }
    }
}
