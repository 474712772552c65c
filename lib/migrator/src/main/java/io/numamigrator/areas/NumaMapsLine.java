package io.numamigrator.areas;

import io.numamigrator.MemoryPolicy;
import io.numamigrator.Vma;
import io.numamigrator.Vma.Backing;
import io.numamigrator.Vma.Counts;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads lines of /proc/PID/numa_maps: start, policy, attributes (fs/proc/task_mmu.c); unknown attributes are passed over.
 *
 * @param basePage size of a base page in bytes
 * @param mappings what maps says, by start address
 * @param policies reads the policy of a line
 */
public record NumaMapsLine(int basePage, Map<Long, Vma.Mapping> mappings, CutPolicy policies) {

    private static final Set<String> NUMBERS =
            Set.of("anon", "dirty", "mapped", "mapmax", "swapcache", "active", "writeback", "kernelpagesize_kB");

    /**
     * Parse a line.
     *
     * @throws IllegalArgumentException if it has no address or no policy, or a number is wrong; the message quotes the line
     */
    public Vma parse(String line) {
        try {
            int blank = line.indexOf(' ');
            if (blank < 0) {
                throw new IllegalArgumentException("it has no policy");
            }
            return parse(line, blank);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line of numa_maps \"" + line + "\": " + e.getMessage(), e);
        }
    }

    private Vma parse(String line, int blank) {
        long start = Long.parseUnsignedLong(line, 0, blank, 16);
        String rest = line.substring(blank + 1);
        int policyEnd = lengthOfPolicy(rest);
        MemoryPolicy policy = policies.parse(rest.substring(0, policyEnd));
        Attributes attributes = new Attributes();
        for (String attribute : rest.substring(policyEnd).split(" ", -1)) {
            attributes.take(attribute);
        }
        return new Vma(
                start,
                Optional.ofNullable(mappings.get(start)),
                policy,
                attributes.backing,
                attributes.huge,
                attributes.counts(),
                attributes.pageBytes(basePage));
    }

    /** The attributes of one line as they come. */
    private static final class Attributes {

        private final Map<String, Long> numbers = new TreeMap<>();
        private final Map<Integer, Long> byNode = new TreeMap<>();
        private Backing backing = new Backing.Anonymous();
        private boolean huge;

        void take(String attribute) {
            int equals = attribute.indexOf('=');
            if (equals < 0) {
                takeWord(attribute);
            } else {
                takeNumber(attribute.substring(0, equals), attribute.substring(equals + 1));
            }
        }

        private void takeWord(String word) {
            if (word.equals("heap")) {
                backing = new Backing.Heap();
            } else if (word.equals("stack")) {
                backing = new Backing.Stack(OptionalInt.empty());
            } else if (word.startsWith("stack:")) {
                backing = new Backing.Stack(OptionalInt.of(Integer.parseInt(word.substring(6))));
            } else if (word.equals("huge")) {
                huge = true;
            }
        }

        private void takeNumber(String key, String value) {
            if (key.equals("file")) {
                backing = new Backing.File(KernelPath.fromNumaMaps(value));
            } else if (key.length() > 1 && key.charAt(0) == 'N' && Character.isDigit(key.charAt(1))) {
                byNode.put(Integer.parseInt(key.substring(1)), Long.parseLong(value));
            } else if (NUMBERS.contains(key)) {
                numbers.put(key, Long.parseLong(value));
            }
        }

        private long number(String key, long otherwise) {
            return numbers.getOrDefault(key, otherwise);
        }

        /** The kernel leaves out what follows from the rest: see each line of fs/proc/task_mmu.c, show_numa_map. */
        Counts counts() {
            long mapped = number("mapped", byNode.values().stream().mapToLong(Long::longValue).sum());
            return new Counts(
                    mapped,
                    number("anon", 0),
                    number("dirty", 0),
                    number("swapcache", 0),
                    number("writeback", 0),
                    huge ? OptionalLong.empty() : OptionalLong.of(number("active", mapped)),
                    number("mapmax", mapped > 0 ? 1 : 0),
                    byNode);
        }

        OptionalLong pageBytes(int basePage) {
            if (numbers.containsKey("kernelpagesize_kB")) {
                return OptionalLong.of(number("kernelpagesize_kB", 0) * 1024);
            }
            return huge ? OptionalLong.empty() : OptionalLong.of(basePage);
        }
    }

    /** Return the length of the policy at the start of {@code text}, which goes on after a blank. */
    private static int lengthOfPolicy(String text) {
        int from = 0;
        for (MemoryPolicy.Mode mode : MemoryPolicy.Mode.values()) {
            if (mode.text().indexOf(' ') > 0 && text.startsWith(mode.text())) {
                from = mode.text().length();
            }
        }
        int blank = text.indexOf(' ', from);
        return blank < 0 ? text.length() : blank;
    }
}
