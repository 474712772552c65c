package io.numamigrator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A zone of a node's memory, as /proc/zoneinfo has it; counted in pages. */
final class Zone {

    private static final int PAGE = 4096;

    private final int node;
    private long free;
    private long min;
    private long spanned;
    private long start;

    private Zone(int node) {
        this.node = node;
    }

    static List<Zone> all() {
        List<Zone> zones = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/zoneinfo"))) {
                String[] words = line.strip().split("[ :,]+");
                if (words[0].equals("Node")) {
                    zones.add(new Zone(Integer.parseInt(words[1])));
                } else {
                    zones.getLast().read(words);
                }
            }
        } catch (IOException hidden) {
            throw new UncheckedIOException(hidden);
        }
        return zones;
    }

    private void read(String[] words) {
        switch (words[0]) {
            case "pages" -> free = Long.parseLong(words[2]);
            case "min" -> min = Long.parseLong(words[1]);
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

    int node() {
        return node;
    }

    boolean has(long frame) {
        return frame >= start && frame < start + spanned;
    }
}
