package io.numamigrator.fidelity.guest;

import io.numamigrator.fidelity.program.Observations;
import io.numamigrator.fidelity.program.Program;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A real kernel in a guest: each run boots it, carries out programs, and ends it. */
public final class Guest {

    private static final Pattern TIMES = Pattern.compile("boot ([0-9.]+) s, command ([0-9.]+) s");

    private final Path top;
    private final Path executor;
    private final Path work;
    private final String nodes;
    private final String kernel;
    private final @Nullable Known known;

    /**
     * Prepare guests.
     *
     * @param top where the sources lie
     * @param executor the executor in C
     * @param work a folder of its own, for files in and out
     * @param known what was seen earlier, null if that is not to be used
     */
    public Guest(Path top, Path executor, Path work, String nodes, String kernel, @Nullable Known known) {
        this.top = top;
        this.executor = executor;
        this.work = work;
        this.nodes = nodes;
        this.kernel = kernel;
        this.known = known;
    }

    /**
     * What a guest came to.
     *
     * @param seen what was seen of the first programs
     * @param end why there is nothing of the others; null if there are none
     * @param seconds how long the executor ran
     */
    record Shift(List<Observations> seen, @Nullable String end, double seconds) {}

    /** Look up what is known of programs, or boot and carry them out. */
    Shift run(List<Program> programs) {
        if (known == null) {
            return carryOut(programs);
        }
        Path file = known.file(kernel, nodes, programs);
        if (Files.exists(file)) {
            try {
                return new Shift(read(programs, file), null, Known.secondsOf(file));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        Shift shift = carryOut(programs);
        if (shift.end == null) {
            known.keep(work.resolve("observations"), file, shift.seconds);
        }
        return shift;
    }

    /** Boot, and carry out programs, each on its own, up to the first that cannot be. */
    private Shift carryOut(List<Program> programs) {
        Path program = work.resolve("program");
        Path observations = work.resolve("observations");
        try {
            Files.createDirectories(work);
            Files.deleteIfExists(observations);
            write(programs, program);
            int status = boot(program, observations);
            String said = Files.readString(work.resolve("guest.out"));
            if (!Files.exists(observations)) {
                throw new IOException("no guest came up (" + status + "): " + said);
            }
            List<Observations> seen = read(programs, observations);
            Matcher times = TIMES.matcher(said);
            return new Shift(seen, seen.size() == programs.size() ? null : said.strip() + " (" + status + ")",
                    times.find() ? Double.parseDouble(times.group(2)) : 0);
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

    private int boot(Path program, Path observations) throws IOException {
        Process guest =
                new ProcessBuilder(top.resolve("ci/vm/numa-vm").toString(), "--nodes", nodes, "--kernel", kernel,
                        "--timeout", "3600", "--times", "--console", work.resolve("console").toString(), "--writable",
                        work.toString(), "--", executor.toString(), program.toString(), observations.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(work.resolve("guest.out").toFile())
                        .start();
        Thread last = new Thread(guest::destroy);
        Runtime.getRuntime().addShutdownHook(last);
        try {
            int status = guest.waitFor();
            Runtime.getRuntime().removeShutdownHook(last);
            return status;
        } catch (InterruptedException stop) {
            guest.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    /** Read what there is: the executor writes down a program's observations at its end, all of them or, cut off, some. */
    private static List<Observations> read(List<Program> programs, Path file) throws IOException {
        List<Observations> all = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.LITTLE_ENDIAN);
            for (Program program : programs) {
                int count = program.sights().size();
                if (!Observations.areThere(bytes.slice().order(ByteOrder.LITTLE_ENDIAN), count)) {
                    break;
                }
                all.add(Observations.read(bytes, count));
            }
        }
        return all;
    }
}
