package io.numamigrator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A zone of a node's memory, as /proc/zoneinfo has it; counted in pages. */
final class Zone {

    private static final int PAGE = RealMachine.PAGE;
    private static final Set<String> RECLAIMABLE = Set.of("Active(file)", "Inactive(file)", "SReclaimable");

    private final int node;
    private long free;
    private long min;
    private long onCpus;
    private long spanned;
    private long start;

    private Zone(int node) {
        this.node = node;
    }

    static List<Zone> all() {
        List<Zone> zones = new ArrayList<>();
        for (String line : lines(Path.of("/proc/zoneinfo"))) {
            String[] words = line.strip().split("[ :,]+");
            if (words[0].equals("Node")) {
                zones.add(new Zone(Integer.parseInt(words[1])));
            } else {
                zones.getLast().read(words);
            }
        }
        return zones;
    }

    private void read(String[] words) {
        switch (words[0]) {
            case "pages" -> free = Long.parseLong(words[2]);
            case "min" -> min = Long.parseLong(words[1]);
            case "count" -> onCpus += Long.parseLong(words[1]);
            case "spanned" -> spanned = Long.parseLong(words[1]);
            case "start_pfn" -> start = Long.parseLong(words[1]);
            default -> {
                // of no interest here
            }
        }
    }

    /** Return the bytes that users of a node can still get: what is free above the lowest watermark. Other CPUs' caches are not. */
    static long available(int node) {
        return all().stream()
                .filter(zone -> zone.node == node)
                .mapToLong(zone -> Math.max(0, zone.free - zone.min) * PAGE)
                .sum();
    }

    /** Returns the bytes that CPUs keep of a node's free memory; under pressure the kernel takes them back. */
    static long keptByCpus(int node) {
        return all().stream()
                .filter(zone -> zone.node == node)
                .mapToLong(zone -> zone.onCpus * PAGE)
                .sum();
    }

    /** Returns the bytes that the kernel can take from a node's page caches: clean pages go when memory is wanted, mapped ones too. */
    static long reclaimable(int node) {
        Path meminfo = Path.of("/sys/devices/system/node/node" + node + "/meminfo");
        return lines(meminfo).stream()
                .map(line -> line.strip().split("[ :]+"))
                .filter(words -> RECLAIMABLE.contains(words[2]))
                .mapToLong(words -> Long.parseLong(words[3]) << 10)
                .sum();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException hidden) {
            throw new UncheckedIOException(hidden);
        }
    }

    int node() {
        return node;
    }

    boolean has(long frame) {
        return frame >= start && frame < start + spanned;
    }
}
