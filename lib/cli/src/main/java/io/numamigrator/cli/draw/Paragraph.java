package io.numamigrator.cli.draw;

import java.util.ArrayList;
import java.util.List;

/** Breaks sentences into lines. */
public final class Paragraph {

    private Paragraph() {}

    /** Return the text in lines of at most {@code width} characters, if its words allow it. */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
