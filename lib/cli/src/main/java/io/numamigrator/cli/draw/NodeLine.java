package io.numamigrator.cli.draw;

import java.util.Map;
import java.util.stream.Collectors;

/** Draws how a fixed amount of memory is spread over nodes, in one line. */
public final class NodeLine {

    private static final int LABEL = 8;
    private static final int CELLS = 40;

    private final Terminal terminal;
    private final Bar bar;

    /** Prepare lines whose bar is full at {@code bytes}. */
    public NodeLine(Terminal terminal, long bytes) {
        this.terminal = terminal;
        this.bar = new Bar(terminal, CELLS, bytes);
    }

    /** Return the line: label, bar, amounts. */
    public String of(String label, Map<Integer, Long> bytesByNode) {
        String amounts = bytesByNode.entrySet().stream()
                .map(each -> terminal.node(each.getKey(), "node " + each.getKey()) + " " + Size.of(each.getValue()))
                .collect(Collectors.joining(", "));
        return label + " ".repeat(Math.max(1, LABEL - label.length())) + bar.of(bytesByNode) + "  " + amounts;
    }
}
