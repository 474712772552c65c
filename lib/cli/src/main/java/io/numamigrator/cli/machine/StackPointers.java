package io.numamigrator.cli.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Where the stack pointers of a process's threads are: /proc/PID/task/TID/syscall (CONFIG_HAVE_ARCH_TRACEHOOK).
 *
 * <p>The file tells the pointer of a thread that sleeps in the kernel; one that runs on a CPU is "running". Reading needs the right
 * to trace the process, so under Yama's ptrace_scope 1 a stranger of the same user is refused.
 *
 * @param addresses stack pointers
 * @param threads number of threads
 * @param running threads that were running at that moment
 * @param refused threads whose file could not be read
 */
public record StackPointers(List<Long> addresses, int threads, int running, int refused) {

    private static final int LOOKS = 20;
    private static final long BETWEEN_LOOKS_MS = 1;

    /**
     * Read the pointers of all threads; those that run are looked at again for some milliseconds, most sleep soon.
     *
     * @param proc the directory of the process in /proc, with a slash after it
     */
    public static StackPointers of(String proc) {
        List<Long> addresses = new ArrayList<>();
        List<Path> running = tasks(proc);
        int threads = running.size();
        int refused = 0;
        for (int look = 0; look < LOOKS && !running.isEmpty(); look++) {
            pause(look);
            List<Path> stillRunning = new ArrayList<>();
            for (Path task : running) {
                OptionalLong pointer = pointer(task);
                if (pointer.isEmpty()) {
                    refused++;
                } else if (pointer.getAsLong() == 0) {
                    stillRunning.add(task);
                } else {
                    addresses.add(pointer.getAsLong());
                }
            }
            running = stillRunning;
        }
        return new StackPointers(addresses, threads, running.size(), refused);
    }

    private static List<Path> tasks(String proc) {
        try (Stream<Path> tasks = Files.list(Path.of(proc + "task"))) {
            return tasks.toList();
        } catch (IOException e) {
            return List.of(); // the process has ended
        }
    }

    private static void pause(int look) {
        try {
            Thread.sleep(look == 0 ? 0 : BETWEEN_LOOKS_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Return a thread's pointer, 0 if it runs, empty if that may not be read. */
    private static OptionalLong pointer(Path task) {
        try {
            return OptionalLong.of(parse(Files.readString(task.resolve("syscall"), StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Return the last but one word: {@code NR ARGS… SP PC}, or {@code -1 SP PC} outside a system call; 0 if running. */
    static long parse(String line) {
        String[] words = line.strip().split(" ", -1);
        return words.length < 3 ? 0 : Long.parseUnsignedLong(words[words.length - 2].substring(2), 16);
    }
}
