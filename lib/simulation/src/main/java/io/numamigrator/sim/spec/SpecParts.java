package io.numamigrator.sim.spec;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what stands between the brackets of a SPEC: {@code 1cpu,512M,latency=80ns,bandwidth=20G}, or {@code offline}. */
final class SpecParts {

    private static final Pattern CPUS = Pattern.compile("(\\d{1,9})cpu");
    private static final Pattern LATENCY = Pattern.compile("([1-9]\\d{0,8})ns");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([KMGT])");

    /** A list of CPUs, which goes on after commas of its own: cpus=0-11,96-107. */
    private static final Pattern LIST = Pattern.compile("cpus=([\\d-]*(?:,\\d+(?:-\\d+)?(?=,|$))*)");

    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

    private final String where;
    private final SpecNode usual;
    private final Map<String, Long> said = new HashMap<>();
    private BitSet listed = new BitSet();

    SpecParts(String where, SpecNode usual) {
        this.where = where;
        this.usual = usual;
    }

    SpecNode read(String text) {
        if (text.equals("offline")) {
            return SpecNode.OFFLINE;
        }
        if (text.equals("empty")) {
            return SpecNode.EMPTY;
        }
        Matcher list = LIST.matcher(text);
        for (String part : list.replaceAll(found -> "cpus=" + found.group(1).replace(',', ';')).split(",", -1)) {
            part(part);
        }
        int cpus = said.getOrDefault("cpus", (long) usual.cpus()).intValue();
        long bytes = said.getOrDefault("memory", usual.bytes());
        if (cpus == 0 && bytes == 0) {
            throw TopologySpec.refuse(where,
                    "a node needs a CPU or memory; an online node without either is written [empty], an id that is only"
                            + " possible [offline]");
        }
        return new SpecNode(cpus, listed, bytes, false, performance(bytes));
    }

    private void part(String text) {
        Matcher cpus = CPUS.matcher(text);
        if (cpus.matches()) {
            say("cpus", Long.parseLong(cpus.group(1)), text);
        } else if (text.startsWith("cpus=")) {
            listed = list(where + ", cpus", text.substring(5).replace(';', ','));
            say("cpus", listed.cardinality(), text);
        } else if (text.startsWith("latency=")) {
            Matcher latency = LATENCY.matcher(text.substring(8));
            if (!latency.matches()) {
                throw TopologySpec.refuse(where + ", latency",
                        "\"" + text.substring(8) + "\" is not a time; write latency=80ns");
            }
            say("latency", Long.parseLong(latency.group(1)), text);
        } else if (text.startsWith("bandwidth=")) {
            long bandwidth = size("bandwidth", text.substring(10));
            if (bandwidth == 0) {
                throw TopologySpec.refuse(where + ", bandwidth", "it cannot be zero");
            }
            say("bandwidth", bandwidth, text);
        } else if (text.equals("offline") || text.equals("empty")) {
            throw TopologySpec.refuse(where, text + " stands alone, such a node has neither CPUs nor memory");
        } else if (text.matches("[\\d.]+[A-Za-z]?")) {
            say("memory", size("memory", text), text);
        } else {
            throw TopologySpec.refuse(where,
                    "\"" + text + "\" is none of 1cpu, cpus=0-3, 512M, latency=80ns, bandwidth=20G, offline, empty");
        }
    }

    private static BitSet list(String field, String text) {
        BitSet cpus = new BitSet();
        int named = 0;
        for (String piece : text.split(",", -1)) {
            Matcher range = RANGE.matcher(piece);
            int first = range.matches() ? Integer.parseInt(range.group(1)) : 1;
            int last = !range.matches() ? 0 : range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (first > last) {
                throw TopologySpec.refuse(field, "\"" + text + "\" is not a list of CPUs such as 0-11,96-107");
            }
            if (last >= TopologySpec.MOST_CPUS) {
                throw TopologySpec.refuse(field,
                        "CPU " + last + " is not within 0 to " + (TopologySpec.MOST_CPUS - 1));
            }
            cpus.set(first, last + 1);
            named += last - first + 1;
        }
        if (cpus.cardinality() < named) {
            throw TopologySpec.refuse(field, "\"" + text + "\" names a CPU twice");
        }
        return cpus;
    }

    private void say(String name, long value, String text) {
        if (said.put(name, value) != null) {
            throw TopologySpec.refuse(where + ", " + name, "written twice, \"" + text + "\" is one too many");
        }
    }

    private long size(String name, String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw TopologySpec.refuse(where + ", " + name, "\"" + text + "\" is not a size; write 512M or 2G");
        }
        int shift = switch (size.group(2)) {
            case "K" -> 10;
            case "M" -> 20;
            case "G" -> 30;
            default -> 40;
        };
        return Long.parseLong(size.group(1)) << shift;
    }

    private @Nullable Performance performance(long bytes) {
        Long latency = said.get("latency");
        Long bandwidth = said.get("bandwidth");
        if (latency == null && bandwidth == null) {
            return null;
        }
        if (latency == null || bandwidth == null) {
            throw TopologySpec.refuse(where + ", " + (latency == null ? "latency" : "bandwidth"),
                    "missing; latency and bandwidth are written together");
        }
        if (bytes == 0) {
            throw TopologySpec.refuse(where + ", latency", "the node has no memory that could have one");
        }
        return new Performance(latency.intValue(), bandwidth);
    }
}
