package io.numamigrator.cli;

import io.numamigrator.cli.draw.TestTerminal;

/** What a command did: its exit code and what it wrote. */
record Ran(int code, String out, String err) {

    static Ran numa(String... arguments) {
        TestTerminal terminal = TestTerminal.plain();
        int code = Invocation.run(terminal.terminal(), arguments);
        return new Ran(code, terminal.out().toString(), terminal.err().toString());
    }

    /** Return the lines of standard error. */
    String[] complaints() {
        return err.lines().toArray(String[]::new);
    }
}
