package io.numamigrator.cli.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

    /** Read the pointers of all threads. */
    public static StackPointers of(long pid) {
        List<Long> addresses = new ArrayList<>();
        int threads = 0;
        int running = 0;
        int refused = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks) {
                threads++;
                try {
                    long pointer = parse(Files.readString(task.resolve("syscall"), StandardCharsets.US_ASCII));
                    if (pointer == 0) {
                        running++;
                    } else {
                        addresses.add(pointer);
                    }
                } catch (IOException e) {
                    refused++; // counted, and reported as such
                }
            }
        } catch (IOException e) {
            return new StackPointers(addresses, threads, running, Math.max(refused, 1));
        }
        return new StackPointers(addresses, threads, running, refused);
    }

    /** Return the last but one word: {@code NR ARGS… SP PC}, or {@code -1 SP PC} outside a system call; 0 if running. */
    static long parse(String line) {
        String[] words = line.strip().split(" ");
        return words.length < 3 ? 0 : Long.parseUnsignedLong(words[words.length - 2].substring(2), 16);
    }
}
