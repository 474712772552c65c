package io.numamigrator.fidelity;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real kernel in a guest: each run boots it, carries out programs, and ends it. */
final class Guest {

    private final Path top;
    private final Path work;
    private final String nodes;
    private final String kernel;

    Guest(Path top, Path work, String nodes, String kernel) {
        this.top = top;
        this.work = work;
        this.nodes = nodes;
        this.kernel = kernel;
    }

    /** Carry out programs, each on its own, and return what was seen of each. */
    List<Observations> run(List<Program> programs) {
        Path program = work.resolve("program");
        Path observations = work.resolve("observations");
        try {
            Files.createDirectories(work);
            write(programs, program);
            boot(program, observations);
            return read(programs, observations);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void write(List<Program> programs, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                var channel = Channels.newChannel(out)) {
            for (Program program : programs) {
                ByteBuffer bytes = program.bytes();
                channel.write(ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(bytes.remaining())
                        .flip());
                channel.write(bytes);
            }
        }
    }

    private void boot(Path program, Path observations) throws IOException {
        Files.deleteIfExists(observations);
        Process guest =
                new ProcessBuilder(top.resolve("ci/vm/numa-vm").toString(), "--nodes", nodes, "--kernel", kernel,
                        "--timeout", "3600", "--times", "--writable", work.toString(), "--",
                        work.resolve("executor").toString(),
                        program.toString(), observations.toString()).redirectErrorStream(true)
                        .redirectOutput(work.resolve("guest.out").toFile())
                        .start();
        try {
            int status = guest.waitFor();
            if (status != 0) {
                throw new IOException(
                        "the guest ended with " + status + ": " + Files.readString(work.resolve("guest.out")));
            }
        } catch (InterruptedException stop) {
            guest.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    private static List<Observations> read(List<Program> programs, Path file) throws IOException {
        List<Observations> all = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.LITTLE_ENDIAN);
            for (Program program : programs) {
                all.add(Observations.read(bytes, program.sights().size()));
            }
        }
        return all;
    }
}
