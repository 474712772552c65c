package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program of the library's src/test/c, compiled into target/c of the module that runs when first asked for. */
enum CProgram {
    FILTERED,
    TARGET;

    /** Return the executable. */
    Path path() throws IOException, InterruptedException {
        Requires.tools("gcc");
        String name = name().toLowerCase(java.util.Locale.ROOT);
        Path source = Path.of("../migrator/src/test/c", name + ".c").toAbsolutePath();
        Path program = Files.createDirectories(Path.of("target/c")).resolve(name).toAbsolutePath();
        if (!Files.exists(program)
                || Files.getLastModifiedTime(program).compareTo(Files.getLastModifiedTime(source)) < 0) {
            compile(source, program);
        }
        return program;
    }

    private static void compile(Path source, Path program) throws IOException, InterruptedException {
        Process gcc =
                new ProcessBuilder("gcc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-o", program.toString(),
                        source.toString()).redirectErrorStream(true).start();
        String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(gcc.waitFor()).as(said).isZero();
    }
}
