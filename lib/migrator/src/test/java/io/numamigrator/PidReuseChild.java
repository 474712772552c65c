package io.numamigrator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program for tests, alone in a pid namespace: the number of a process that ended is given to another one. */
final class PidReuseChild {

    private PidReuseChild() {}

    /** Print what a view says of the process it knows, and of the one that comes after it. */
    public static void main(String[] arguments) throws IOException {
        try (NumaMigrator numa = NumaMigrator.system()) {
            NodeSet here = numa.topology().allowed();
            Process first = start();
            NumaProcess view = numa.process(first.pid());
            MemoryRange memory = new MemoryRange(view.maps().getFirst().start(), 4096);
            System.out.println("first " + view.locate(memory).bytesByNode().isEmpty());
            end(first);
            say("ended", () -> view.locate(memory));
            Files.writeString(Path.of("/proc/sys/kernel/ns_last_pid"), Long.toString(first.pid() - 1));
            letTheClockTick();
            Process second = start();
            try {
                System.out.println("reused " + (second.pid() == first.pid()));
                say("locate", () -> view.locate(memory));
                say("move", () -> view.move(memory, here.highest()));
                say("maps", view::maps);
                say("migrate", () -> view.migrate(here, here));
                say("anew", () -> numa.process(second.pid()).migrate(here, here).isComplete());
            } finally {
                end(second);
            }
        }
    }

    private static Process start() throws IOException {
        Process process = new ProcessBuilder("cat").start();
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        process.getInputStream().read();
        return process;
    }

    /** A start is told in hundredths of a second. */
    private static void letTheClockTick() throws IOException {
        Path uptime = Path.of("/proc/uptime");
        String before = Files.readString(uptime).split(" ", 2)[0];
        while (Files.readString(uptime).startsWith(before + " ")) {
            Thread.onSpinWait();
        }
    }

    private static void end(Process process) {
        process.destroyForcibly().onExit().join();
    }

    private static void say(String what, java.util.function.Supplier<?> question) {
        try {
            System.out.println(what + " " + question.get());
        } catch (NumaException refused) {
            System.out.println(what + " refused: " + refused.getMessage());
        }
    }
}
