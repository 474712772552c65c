package io.numamigrator.cli;

import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;

/**
 * The process a command is about.
 *
 * @param pid its number
 * @param isSelf whether it is the JVM that runs the command
 */
record ProcessChoice(int pid, boolean isSelf) {

    /**
     * Read {@code self} or a process id.
     *
     * @param self the process that {@code self} stands for
     * @throws IllegalArgumentException if the text is neither
     */
    static ProcessChoice parse(String text, int self) {
        if (text.equals("self")) {
            return new ProcessChoice(self, true);
        }
        if (!isOne(text)) {
            throw new IllegalArgumentException("\"" + text + "\" is no process; give a process id, or self");
        }
        int pid = Integer.parseInt(text);
        return new ProcessChoice(pid, pid == self);
    }

    /** Return whether the text is {@code self} or can be a process id. */
    static boolean isOne(String text) {
        return text.equals("self") || text.matches("[1-9]\\d{0,8}");
    }

    NumaProcess in(NumaMigrator numa) {
        return isSelf ? numa.self() : numa.process(pid);
    }
}
