package io.numamigrator.sim.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The distances of a SPEC: first what the groups say, then pairs of nodes, or of ranges of nodes. */
final class SpecDistances {

    private static final int UNREACHABLE = 255;
    private static final Pattern PAIR = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?:(\\d{1,4})(?:-(\\d{1,4}))?=(.*)");

    private final int[][] table;

    /** Starts with the distances of the groups: of two that disagree the greater counts; 0 is a group that says nothing. */
    SpecDistances(List<Integer> groups) {
        int size = groups.size();
        table = new int[size][size];
        for (int a = 0; a < size; a++) {
            for (int b = 0; b < size; b++) {
                int said = Math.max(groups.get(a), groups.get(b));
                table[a][b] = a == b ? MachineSpec.LOCAL : said == 0 ? MachineSpec.REMOTE : said;
            }
        }
    }

    int[][] table() {
        return table;
    }

    /** Reads a distance, at most 255, which says that there is no way. */
    static int distance(String field, String text) {
        int distance = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
        if (distance < MachineSpec.LOCAL || distance > UNREACHABLE) {
            throw TopologySpec.refuse(field, "\"" + text + "\" is not within 10 to 255");
        }
        return distance;
    }

    /** Enters statements; each stands for all pairs of its two ranges, and for the way back where no other does. */
    void enter(List<String> statements) {
        Map<List<Integer>, Integer> written = new HashMap<>();
        statements.forEach(statement -> read(statement, written));
        written.forEach((pair, distance) -> {
            int a = pair.getFirst();
            int b = pair.getLast();
            table[a][b] = distance;
            table[b][a] = written.getOrDefault(List.of(b, a), distance);
        });
    }

    private void read(String statement, Map<List<Integer>, Integer> written) {
        Matcher pair = PAIR.matcher(statement);
        if (!pair.matches()) {
            throw TopologySpec.refuse("distance", "\"" + statement + "\" is not a pair such as 0:1=31");
        }
        String field = "distance " + statement.substring(0, statement.indexOf('='));
        NodeRange from = range(field, pair.group(1), pair.group(2));
        NodeRange to = range(field, pair.group(3), pair.group(4));
        if (from.first == from.last && from.equals(to)) {
            throw TopologySpec.refuse(field, "from a node to itself it is always " + MachineSpec.LOCAL);
        }
        int distance = distance(field, pair.group(5));
        for (int a = from.first; a <= from.last; a++) {
            for (int b = to.first; b <= to.last; b++) {
                if (a != b && written.put(List.of(a, b), distance) != null) {
                    throw TopologySpec.refuse(field, "written twice");
                }
            }
        }
    }

    private record NodeRange(int first, int last) {}

    private NodeRange range(String field, String first, String last) {
        NodeRange range = new NodeRange(Integer.parseInt(first), Integer.parseInt(last == null ? first : last));
        if (Math.max(range.first, range.last) >= table.length) {
            throw TopologySpec.refuse(field, "there is no node " + Math.max(range.first, range.last));
        }
        if (range.first > range.last) {
            throw TopologySpec.refuse(field, range.first + "-" + range.last + " goes backwards");
        }
        return range;
    }
}
