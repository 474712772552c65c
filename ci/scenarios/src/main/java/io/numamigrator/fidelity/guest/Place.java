package io.numamigrator.fidelity.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of this command lie.
 *
 * @param top the top of the sources
 */
public record Place(Path top) {

    public static Place find() {
        return new Place(Path.of(System.getProperty("fidelity.top", ".")).toAbsolutePath().normalize());
    }

    private Path module() {
        return top.resolve("ci/scenarios");
    }

    /** Return the folder that runs leave their files in. */
    public Path runs() {
        return module().resolve("target/fidelity");
    }

    public Path regressions() {
        return module().resolve("src/test/resources/regressions");
    }

    public Path report() {
        return module().resolve("FIDELITY.md");
    }

    public Path picture() {
        return module().resolve("fidelity.svg");
    }

    /** Return the runs that the report tells of. */
    public Path recorded() {
        return module().resolve("runs.json");
    }

    public static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** Return a real kernel, with a folder of its own for this process. */
    public RealKernel kernel(String nodes, String kernel) {
        return kernel(nodes, kernel, null);
    }

    /** Return the same, of which something may be known from earlier runs. */
    public RealKernel kernel(String nodes, String kernel, @Nullable Known known) {
        Path work = runs().resolve("guest-" + kernel + "-" + ProcessHandle.current().pid());
        return new RealKernel(new Guest(top, module().resolve("target/guest/executor"), work, nodes, kernel, known));
    }
}
