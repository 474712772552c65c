package io.numamigrator.cli.where;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Bytes by node, ascending by node. */
public final class NodeBytes {

    private final TreeMap<Integer, Long> bytes = new TreeMap<>();

    /** Add bytes by node. */
    public void add(Map<Integer, Long> more) {
        more.forEach((node, count) -> bytes.merge(node, count, Long::sum));
    }

    /** Return the bytes on a node. */
    public long on(int node) {
        return bytes.getOrDefault(node, 0L);
    }

    /** Return the bytes on all nodes. */
    public long total() {
        long sum = 0;
        for (long count : bytes.values()) {
            sum += count;
        }
        return sum;
    }

    /** Return a view by node. */
    public SortedMap<Integer, Long> byNode() {
        return Collections.unmodifiableSortedMap(bytes);
    }

    @Override
    public String toString() {
        return bytes.toString();
    }
}
