package io.numamigrator.cli.draw;

import io.numamigrator.Vma;
import io.numamigrator.cli.where.MemoryKind;
import io.numamigrator.cli.where.MemoryPicture;
import io.numamigrator.cli.where.MemoryPicture.Area;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lists the areas of processes: addresses, what they are used for, policy, nodes, what is swapped out. */
public final class AreaText {

    /** A blank at which no line is broken. */
    private static final char FIRM = '\u00a0';

    private final Terminal terminal;

    /** Prepare to draw for a terminal. */
    public AreaText(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Return the areas that have something, each in a line that folds to the terminal. */
    public List<String> lines(MemoryPicture picture) {
        List<String> lines = new ArrayList<>();
        long pid = -1;
        for (Area area : picture.areas()) {
            if (area.bytes().total() > 0 || area.swapped() > 0) {
                if (area.pid() != pid) {
                    pid = area.pid();
                    lines.add("");
                    lines.add(terminal.bold("areas of process " + pid));
                }
                lines.addAll(lines(area));
            }
        }
        return lines;
    }

    private List<String> lines(Area area) {
        Vma vma = area.vma();
        String nodes = area.bytes().byNode().entrySet().stream()
                .map(each -> terminal.node(each.getKey(), "node" + FIRM + each.getKey()) + FIRM
                        + Size.of(each.getValue()).replace(' ', FIRM))
                .collect(Collectors.joining(", "));
        List<String> told = new ArrayList<>();
        told.add(area.kinds().stream().map(MemoryKind::label).collect(Collectors.joining(" and ")));
        told.add(vma.policy().toString());
        told.add(nodes);
        if (area.swapped() > 0) {
            told.add("swapped " + Size.of(area.swapped()));
        }
        if (!vma.name().isEmpty()) {
            told.add(vma.name());
        }
        told.removeIf(String::isEmpty);
        String addresses = vma.mapping().map(mapping -> mapping.range().toString())
                .orElseGet(() -> Long.toHexString(vma.start()));
        List<String> lines = new ArrayList<>();
        String dot = terminal.either(" · ", " - ");
        for (String line : Paragraph.wrap(addresses + dot + String.join(dot, told), terminal.width() - 2)) {
            lines.add((lines.isEmpty() ? line : "  " + line).replace(FIRM, ' '));
        }
        return lines;
    }
}
