package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.bindings.NativeCall;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Runs a program of the tests in a JVM of its own, in surroundings that a prefix such as {@code setpriv ...} makes. */
final class ChildJvm {

    private static final String GRANT = "--enable-native-access=ALL-UNNAMED";

    private final List<String> prefix;
    private final List<String> options;
    private final Map<String, String> environment;

    private ChildJvm(List<String> prefix, List<String> options, Map<String, String> environment) {
        this.prefix = prefix;
        this.options = options;
        this.environment = environment;
    }

    /** Run the JVM under the program that these words start, or by itself if there are none. */
    static ChildJvm under(String... prefix) {
        return new ChildJvm(List.of(prefix), List.of(GRANT), Map.of());
    }

    /** Run a shell script that ends by running the JVM as {@code "$@"}. */
    static ChildJvm inShell(String script) {
        return under("sh", "-c", script, "sh");
    }

    static ChildJvm withoutGrant(String... options) {
        return new ChildJvm(List.of(), List.of(options), Map.of());
    }

    static ChildJvm withOptions(Map<String, String> environment, String... options) {
        return new ChildJvm(List.of(), Stream.concat(Stream.of(GRANT), Stream.of(options)).toList(), environment);
    }

    /** Run a main class to its end and return what it printed. */
    String run(Class<?> main, Object... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(prefix);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:-UsePerfData"));
        line.addAll(options);
        line.addAll(List.of("-cp", Classes.PATH, main.getName()));
        Stream.of(arguments).map(String::valueOf).forEach(line::add);
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s%n%s", line, said).isZero();
        return said;
    }

    /** The classes under test and the tests themselves, copied to where every user may read them. */
    private static final class Classes {
        /** The classes, and by what name the library finds itself. */
        private static final List<String> FOLDERS = List.of("io", "META-INF");

        static final String PATH = copy();

        private static String copy() {
            try {
                Path copy = Files.createTempDirectory("numa-migrator-classes",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(copy)));
                for (Class<?> any : List.of(NativeCall.class, NumaMigrator.class, DoctorChild.class)) {
                    copyAll(any, copy);
                }
                return copy.toString();
            } catch (IOException | URISyntaxException e) {
                throw new IllegalStateException("the classes cannot be copied", e);
            }
        }

        private static void copyAll(Class<?> any, Path copy) throws IOException, URISyntaxException {
            String name = "/" + any.getName().replace('.', '/') + ".class";
            URL url = Objects.requireNonNull(any.getResource(name), name);
            if (url.getProtocol().equals("jar")) {
                try (FileSystem jar =
                        FileSystems.newFileSystem(URI.create(url.toString().split("!", 2)[0]), Map.of())) {
                    for (String folder : FOLDERS) {
                        copyTree(jar.getPath("/" + folder), copy.resolve(folder));
                    }
                }
            } else {
                String file = Path.of(url.toURI()).toString();
                for (String folder : FOLDERS) {
                    copyTree(Path.of(file.substring(0, file.length() - name.length()), folder), copy.resolve(folder));
                }
            }
        }

        private static void copyTree(Path from, Path to) throws IOException {
            if (!Files.exists(from)) {
                return;
            }
            List<Path> files;
            try (Stream<Path> tree = Files.walk(from)) {
                files = tree.filter(Files::isRegularFile).toList();
            }
            for (Path file : files) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent(),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
                Files.write(copy, Files.readAllBytes(file));
            }
        }

        private static void delete(Path copy) {
            try (Stream<Path> tree = Files.walk(copy)) {
                tree.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
