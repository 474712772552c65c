package io.numamigrator.fidelity;

import io.numamigrator.fidelity.program.Observations;
import io.numamigrator.fidelity.program.Opcode;
import io.numamigrator.fidelity.program.Program;
import io.numamigrator.fidelity.rules.Moment;
import io.numamigrator.fidelity.rules.Story;
import io.numamigrator.fidelity.scenario.Scenario;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a simulated kernel showed of a scenario, by operation: the moment, and where each page of each process is. */
final class Seen {

    final List<Moment> moments = new ArrayList<>();
    private final List<Map<Integer, Map<Long, Integer>>> places = new ArrayList<>();

    static Seen of(Scenario scenario, Program program, Observations observations) {
        Seen seen = new Seen();
        Story.tell(scenario, program, observations, seen.moments::add);
        scenario.operations().forEach(_ -> seen.places.add(new HashMap<>()));
        seen.readPlaces(program, observations);
        return seen;
    }

    private void readPlaces(Program program, Observations observations) {
        ByteBuffer bytes = program.bytes();
        for (int sight = 0; bytes.hasRemaining();) {
            Opcode code = Opcode.values()[bytes.get()];
            int process = bytes.get();
            bytes.getShort();
            int count = bytes.getInt();
            if (code == Opcode.PLACES) {
                ByteBuffer addresses = bytes.slice(bytes.position(), count).order(ByteOrder.LITTLE_ENDIAN);
                note(program.sights().get(sight).operation(), process, addresses, observations.all().get(sight));
            }
            bytes.position(bytes.position() + (count + 7 & ~7));
            sight += isSeen(code) ? 1 : 0;
        }
    }

    private static boolean isSeen(Opcode code) {
        return switch (code) {
            case NONE, SPAWN, EXIT, REAP, POKE -> false;
            case FORK, PEEK, CALL, TOUCH, PLACES, MAPS, PIN, UNPIN, CONFINE, FILL, EMPTY -> true;
        };
    }

    private void note(int operation, int process, ByteBuffer addresses, byte[] codes) {
        Map<Long, Integer> pages = new HashMap<>();
        for (int i = 0; i < codes.length && addresses.remaining() >= Long.BYTES; i++) {
            pages.put(addresses.getLong(), (int) codes[i]);
        }
        places.get(operation).put(process, pages);
    }

    /** Return where pages of a process were after an operation, negative errors for those that were nowhere. */
    Map<Long, Integer> places(int operation, int process) {
        return places.get(operation).getOrDefault(process, Map.of());
    }

    Map<Integer, Map<Long, Integer>> places(int operation) {
        return places.get(operation);
    }
}
