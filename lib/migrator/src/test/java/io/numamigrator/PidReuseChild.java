package io.numamigrator;

import java.io.IOException;

/** A program for tests, alone in a pid namespace: the number of a process that ended is given to another one. */
final class PidReuseChild {

    private PidReuseChild() {}

    /** Print what a view says of the process it knows, and of the one that comes after it. */
    public static void main(String[] arguments) throws IOException {
        try (NumaMigrator numa = NumaMigrator.system()) {
            NodeSet here = numa.topology().allowed();
            Process first = PidNumbers.start();
            NumaProcess view = numa.process(first.pid());
            MemoryRange memory = new MemoryRange(view.maps().getFirst().start(), 4096);
            System.out.println("first " + view.locate(memory).bytesByNode().isEmpty());
            PidNumbers.end(first);
            say("ended", () -> view.locate(memory));
            Process second = PidNumbers.startAgainAs(first);
            try {
                System.out.println("reused " + (second.pid() == first.pid()));
                say("locate", () -> view.locate(memory));
                say("move", () -> view.move(memory, here.highest()));
                say("maps", view::maps);
                say("migrate", () -> view.migrate(here, here));
                say("anew", () -> numa.process(second.pid()).migrate(here, here).isComplete());
            } finally {
                PidNumbers.end(second);
            }
        }
    }

    private static void say(String what, java.util.function.Supplier<?> question) {
        try {
            System.out.println(what + " " + question.get());
        } catch (NumaException refused) {
            System.out.println(what + " refused: " + refused.getMessage());
        }
    }
}
