package io.numamigrator.cli.draw;

import java.util.ArrayList;
import java.util.List;

/** Breaks sentences into lines. */
public final class Paragraph {

    private Paragraph() {}

    /** Return the text in lines of at most {@code width} characters, if its words allow it; colours do not count. */
    public static List<String> wrap(String text, int width) {
        if (shown(text) <= width) {
            return List.of(text);
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int length = 0;
        for (String word : text.split(" ", -1)) {
            int more = shown(word);
            if (!line.isEmpty() && length + 1 + more > width) {
                lines.add(line.toString());
                line.setLength(0);
                length = 0;
            }
            length += more + (line.isEmpty() ? 0 : 1);
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static int shown(String word) {
        return word.indexOf('\u001b') < 0 ? word.length() : word.replaceAll("\u001b\\[[\\d;]*m", "").length();
    }

    /** Return a list of the kernel, {@code 0-3,8-11}, in lines of at most {@code width} characters, broken after commas. */
    public static List<String> wrapList(String list, int width) {
        return wrap(list.replace(",", ", "), width).stream().map(line -> line.replace(", ", ",")).toList();
    }
}
