package io.numamigrator;

/**
 * Where migrate_pages(2) sends pages: those of the node with rank r in {@code from} to the node with rank r modulo its size in {@code to}.
 *
 * <p>If the sets differ in size, a source that is also a target is left alone (Linux 3.5).
 *
 * @param from the nodes to leave
 * @param to the nodes to go to, those that the caller is not allowed taken out (Linux 4.16)
 */
record NodeMap(NodeSet from, NodeSet to) {

    /** Returns the node that pages of {@code node}, one of those to be left, go to. */
    int target(int node) {
        int[] targets = to.stream().toArray();
        int rank = (int) from.stream().filter(other -> other < node).count();
        return targets[rank % targets.length];
    }

    /** Return the nodes that hold nothing once everything has moved. */
    NodeSet emptied() {
        return to.isEmpty() ? NodeSet.empty() : from.minus(to);
    }

    /** Return the nodes whose pages leave while others come, so that their number proves nothing. */
    NodeSet exchanged() {
        if (from.size() != to.size()) {
            return NodeSet.empty();
        }
        int[] sources = from.stream().toArray();
        int[] targets = to.stream().toArray();
        NodeSet exchanged = NodeSet.empty();
        for (int rank = 0; rank < sources.length; rank++) {
            if (sources[rank] != targets[rank] && to.contains(sources[rank])) {
                exchanged = exchanged.plus(NodeSet.of(sources[rank]));
            }
        }
        return exchanged;
    }
}
