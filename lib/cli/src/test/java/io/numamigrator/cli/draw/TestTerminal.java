package io.numamigrator.cli.draw;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A terminal whose output can be read. */
public record TestTerminal(Terminal terminal, StringWriter out, StringWriter err) {

    /** A file or pipe of a UTF-8 locale. */
    public static TestTerminal plain() {
        return of(99, false, true);
    }

    /** A terminal of some width. */
    public static TestTerminal of(int width, boolean colour, boolean unicode) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal =
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), width, colour, unicode, false);
        return new TestTerminal(terminal, out, err);
    }

    /** Return what a person sees: without colours. */
    public static String withoutColour(String text) {
        return text.replaceAll("\u001b\\[[\\d;]*m", "");
    }
}
