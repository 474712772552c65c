package io.numamigrator.soak;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What this process holds while nobody calls the library.
 *
 * @param descriptors open files
 * @param threads of the kernel
 * @param committed bytes that the JVM's native memory tracking counts, the heap among them, its code and its compilers not
 * @param resident bytes of anonymous memory that are there, by /proc
 */
record Levels(long descriptors, long threads, long committed, long resident) {

    private static final Pattern COUNT = Pattern.compile("committed=(\\d+)");

    static Levels now() {
        System.gc();
        // What the C library keeps of freed memory is not held by anybody.
        ask("systemTrimNativeHeap");
        return new Levels(openFiles(), status("Threads"), tracked(), 1024 * status("RssAnon"));
    }

    private static long openFiles() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException hidden) {
            throw new IllegalStateException(hidden);
        }
    }

    /** Returns what each descriptor stands for. */
    static List<String> openFilesByName() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(Levels::name).toList();
        } catch (IOException hidden) {
            throw new IllegalStateException(hidden);
        }
    }

    private static String name(Path descriptor) {
        try {
            return descriptor.getFileName() + " " + Files.readSymbolicLink(descriptor);
        } catch (IOException closedMeanwhile) {
            return descriptor + " closed";
        }
    }

    private static long status(String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith(name + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        } catch (IOException hidden) {
            throw new IllegalStateException(hidden);
        }
    }

    /** The JVM compiles as long as it runs, which is none of the library's doing. */
    private static long tracked() {
        long sum = 0;
        for (String part : nativeMemory().split("\n-", -1)) {
            String name = part.strip().toLowerCase(Locale.ROOT);
            if (!name.startsWith("code") && !name.startsWith("compiler") && !name.startsWith("arena chunk")) {
                Matcher count = COUNT.matcher(part);
                sum += part.contains("Total:") || !count.find() ? 0 : Long.parseLong(count.group(1));
            }
        }
        return sum;
    }

    private static String nativeMemory() {
        String summary = ask("vmNativeMemory", "summary", "scale=b");
        if (!summary.contains("committed=")) {
            throw new IllegalStateException("start java with -XX:NativeMemoryTracking=summary: " + summary);
        }
        return summary;
    }

    /** Asks the JVM for what jcmd would tell; by reflection, since the module under test does not require java.management. */
    private static String ask(String command, String... arguments) {
        try {
            Object server = Class.forName("java.lang.management.ManagementFactory").getMethod("getPlatformMBeanServer")
                    .invoke(null);
            Class<?> name = Class.forName("javax.management.ObjectName");
            Object commands = name.getConstructor(String.class)
                    .newInstance("com.sun.management:type=DiagnosticCommand");
            return String.valueOf(Class.forName("javax.management.MBeanServerConnection")
                    .getMethod("invoke", name, String.class, Object[].class, String[].class)
                    .invoke(server, commands, command, arguments.length == 0 ? null : new Object[] {arguments},
                            arguments.length == 0 ? null : new String[] {String[].class.getName()}));
        } catch (ClassNotFoundException | NoSuchMethodException | InstantiationException | IllegalAccessException
                | InvocationTargetException absent) {
            throw new IllegalStateException(absent);
        }
    }

    /** Tell whether no level has risen by more than one part in a hundred. */
    boolean isBackAt(Levels start) {
        return risenLittle(start.descriptors, descriptors) && risenLittle(start.threads, threads)
                && risenLittle(start.committed, committed) && risenLittle(start.resident, resident);
    }

    private static boolean risenLittle(long before, long after) {
        return after <= before + before / 100;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d descriptors, %d threads, %.1f MiB native (NMT), %.1f MiB resident",
                descriptors, threads, committed / 1048576.0, resident / 1048576.0);
    }
}
