package io.numamigrator.fidelity;

import io.numamigrator.fidelity.program.Observations;
import io.numamigrator.fidelity.program.Opcode;
import io.numamigrator.fidelity.program.Program;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * An observation as a file keeps it, with what it is of.
 *
 * @param operation the operation's place in the scenario
 * @param what what was looked at
 * @param saw numa_maps as it is, all else as bytes in hexadecimal
 */
record Sighted(int operation, String what, String saw) {

    static List<Sighted> of(Program program, Observations seen) {
        List<Sighted> all = new ArrayList<>();
        for (int i = 0; i < program.sights().size(); i++) {
            Program.Sight sight = program.sights().get(i);
            byte[] bytes = seen.all().get(i);
            String saw = sight.code() == Opcode.MAPS
                    ? new String(bytes, StandardCharsets.US_ASCII)
                    : HexFormat.of().formatHex(bytes);
            all.add(new Sighted(sight.operation(), sight.what(), saw));
        }
        return all;
    }

    /**
     * Return the observations of a program again.
     *
     * @throws IllegalArgumentException if the program looks at other things than it did when they were kept
     */
    static Observations observations(Program program, List<Sighted> kept) {
        List<Program.Sight> sights = program.sights();
        Observations seen = new Observations();
        for (int i = 0; i < sights.size(); i++) {
            Program.Sight sight = sights.get(i);
            boolean same = i < kept.size() && kept.get(i).operation == sight.operation()
                    && kept.get(i).what.equals(sight.what());
            if (!same) {
                throw new IllegalArgumentException("what is looked at has changed since, first at " + sight
                        + ": record it again with ci/fidelity --refresh");
            }
            String saw = kept.get(i).saw;
            seen.add(sight.code() == Opcode.MAPS
                    ? saw.getBytes(StandardCharsets.US_ASCII)
                    : HexFormat.of().parseHex(saw));
        }
        return seen;
    }
}
