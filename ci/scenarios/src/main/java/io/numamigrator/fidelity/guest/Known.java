package io.numamigrator.fidelity.guest;

import io.numamigrator.fidelity.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What guests showed earlier: a changed simulation can be held against it again, without a guest.
 *
 * <p>A file bears the digest of the kernel, the nodes and all that the guest carried out, so it never stands for anything else.
 *
 * @param folder where the files lie
 */
public record Known(Path folder) {

    /** Return the file of what a kernel shows of programs, there or not. */
    Path file(String kernel, String nodes, List<Program> programs) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((kernel + " " + nodes + "\n").getBytes(StandardCharsets.UTF_8));
            for (Program program : programs) {
                ByteBuffer bytes = program.bytes();
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.remaining()).flip());
                digest.update(bytes);
            }
            return folder.resolve(HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    /** Keep the observations of a guest that came to its end, all of them or none. */
    void keep(Path observations, Path file, double seconds) {
        try {
            Files.createDirectories(folder);
            Files.writeString(seconds(file), Double.toString(seconds));
            Path copy = Files.copy(observations, file.resolveSibling(file.getFileName() + ".new"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** Return how long the guest took. */
    static double secondsOf(Path file) throws IOException {
        return Double.parseDouble(Files.readString(seconds(file)));
    }

    private static Path seconds(Path file) {
        return file.resolveSibling(file.getFileName() + ".seconds");
    }
}
