package io.numamigrator.cli.draw;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Map;

/**
 * Where the command writes to, and what can be shown there.
 *
 * @param out standard output
 * @param err standard error
 * @param width columns to fill
 * @param colour whether colours may be used
 * @param unicode whether block characters can be written
 * @param live whether standard error is a terminal, so that progress can be shown and wiped
 */
public record Terminal(PrintWriter out, PrintWriter err, int width, boolean colour, boolean unicode, boolean live) {

    private static final int NARROWEST = 60;
    private static final int WIDEST = 140;
    private static final int WITHOUT_TERMINAL = 100;

    /**
     * Return the terminal of this JVM.
     *
     * <p>The launcher knows: it sets {@code numa.columns} if standard output is a terminal, {@code numa.live} if standard error is.
     * Java's own Console cannot tell the width, and costs more to load than the answer takes.
     */
    public static Terminal ofSystem() {
        return of(System.getProperty("numa.columns", ""), System.getProperty("numa.live") != null, System.getenv());
    }

    static Terminal of(String columns, boolean live, Map<String, String> environment) {
        boolean isTerminal = columns.chars().allMatch(Character::isDigit) && !columns.isEmpty();
        int width = isTerminal ? Integer.parseInt(columns) : WITHOUT_TERMINAL;
        boolean colour = isTerminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        Charset charset = System.out.charset();
        return new Terminal(
                // Not System.out, which keeps errors to itself.
                Output.printer(new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), charset)),
                new PrintWriter(System.err, true, System.err.charset()),
                Math.clamp(width - 1, NARROWEST, WIDEST),
                colour,
                charset.newEncoder().canEncode('█'),
                live);
    }

    /** Return the text bold. */
    public String bold(String text) {
        return escape("1", text);
    }

    /** Return the text less bright. */
    public String dim(String text) {
        return escape("2", text);
    }

    /** Return the text in the colour of a node. */
    public String node(int node, String text) {
        return escape("38;5;" + Palette.terminal(node), text);
    }

    /** Return the text in the colour of a node, on that of another. */
    String node(int node, int background, String text) {
        return escape("38;5;" + Palette.terminal(node) + ";48;5;" + Palette.terminal(background), text);
    }

    /** Return the text in green (0), yellow (1) or red (2). */
    public String alarm(int level, String text) {
        return escape(new String[] {"32", "33", "31;1"}[level], text);
    }

    private String escape(String code, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** Return the first text if it can be written, else the second. */
    public String either(String unicodeText, String asciiText) {
        return unicode ? unicodeText : asciiText;
    }

    /** Return the text cut to a width, with a sign where it was cut. */
    public String cut(String text, int columns) {
        if (text.length() <= columns) {
            return text;
        }
        return columns < 4 ? text.substring(0, Math.max(0, columns)) : text.substring(0, columns - 3) + "...";
    }
}
