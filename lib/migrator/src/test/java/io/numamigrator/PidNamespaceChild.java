package io.numamigrator;

import io.numamigrator.engine.Query;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.LinuxKernels;
import io.numamigrator.pages.AddressList;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program for tests: in a pid namespace of its own it starts a process under the number that a stranger has outside, and asks about it.
 *
 * <p>Called with {@code hold} it is that process: 16 MiB of touched memory, until its input ends.
 */
final class PidNamespaceChild {

    private static final int PAGES = 4096;
    private static final int PAGE = 4096;

    private PidNamespaceChild() {}

    /** Print, a line each, what the library says of the process: {@code where}, {@code maps}, {@code migrate}, {@code own}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals("hold")) {
            hold();
            return;
        }
        Files.writeString(Path.of("/proc/sys/kernel/ns_last_pid"),
                Integer.toString(Integer.parseInt(arguments[0]) - 1));
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData", "-cp",
                System.getProperty("java.class.path"), PidNamespaceChild.class.getName(), "hold")
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            ask(other.pid(), Long.parseLong(other.inputReader().readLine()));
        } finally {
            // Not onExit(): that may look for the number in /proc, where it is the stranger's, who lives on.
            other.destroyForcibly().waitFor();
        }
    }

    private static void hold() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate((long) PAGES * PAGE, PAGE);
            memory.fill((byte) 1);
            System.out.println(memory.address());
            System.in.read();
        }
    }

    private static void ask(long pid, long address) {
        try (NumaMigrator numa = NumaMigrator.system()) {
            System.out.println("pid " + pid);
            System.out.println("where " + numa.process(pid).locate(new MemoryRange(address, (long) PAGES * PAGE)));
            System.out.println("raw " + raw(pid, address));
            NodeSet here = numa.topology().allowed();
            say("maps", () -> numa.process(pid).maps());
            say("migrate", () -> numa.process(pid).migrate(here, here));
            say("own", () -> numa.process(ProcessHandle.current().pid()).migrate(here, here).isComplete());
            say("self", () -> numa.self().migrate(here, here).isComplete());
            System.out.println(numa.process(pid).explain());
        }
    }

    /** Ask the kernel itself for the first page. */
    private static int raw(long pid, long address) {
        CallFrame frame = new CallFrame();
        short[] node = new short[1];
        Query.askEach(LinuxKernels.throughSyscall(), frame, (int) pid, new AddressList(new long[] {address}), 0, 1,
                node);
        return node[0];
    }

    private static void say(String what, java.util.function.Supplier<?> question) {
        try {
            Object answer = question.get();
            System.out.println(what + " " + (answer instanceof List<?> list ? list.size() + " areas" : answer));
        } catch (NumaException refused) {
            System.out.println(what + " refused: " + refused.getMessage());
        }
    }
}
