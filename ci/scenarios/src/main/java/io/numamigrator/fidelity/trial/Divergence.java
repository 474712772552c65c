package io.numamigrator.fidelity.trial;

import io.numamigrator.Errno;
import io.numamigrator.fidelity.program.CallLowering;
import io.numamigrator.fidelity.program.Observations;
import io.numamigrator.fidelity.program.Opcode;
import io.numamigrator.fidelity.program.Program;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first thing that two kernels did not agree on in a scenario.
 *
 * @param operation its place in the scenario, or {@link #NOWHERE}
 * @param what what was looked at
 * @param real what the real kernel showed
 * @param simulated what the simulated one showed
 */
public record Divergence(int operation, String what, String real, String simulated) {

    /** The place of a failure of a whole scenario. */
    static final int NOWHERE = -1;

    /** Return what stands for a scenario that one of the kernels did not carry out to its end. */
    static Divergence failed(String what, String real, String simulated) {
        return new Divergence(NOWHERE, what, real, simulated);
    }

    /** Compare what was seen of one program; null if it is the same. */
    public static @Nullable Divergence between(Program program, Observations real, Observations simulated) {
        List<Program.Sight> sights = program.sights();
        for (int i = 0; i < sights.size(); i++) {
            Program.Sight sight = sights.get(i);
            byte[] one = real.all().get(i);
            byte[] other = simulated.all().get(i);
            if (!agree(sight, one, other)) {
                return new Divergence(sight.operation(), sight.what(), text(sight, one), text(sight, other));
            }
        }
        return null;
    }

    /** Tell whether two observations of one thing are the same. */
    static boolean agree(Program.Sight sight, byte[] one, byte[] other) {
        return Arrays.equals(one, other)
                || sight.what().equals(CallLowering.NEXT_NODE) && areNodes(one, other)
                || sight.code() == Opcode.MAPS && text(sight, one).equals(text(sight, other));
    }

    /** Tell whether both are nodes that interleaving may come to: it depends on memory that the kernel needs for itself. */
    private static boolean areNodes(byte[] one, byte[] other) {
        return ByteBuffer.wrap(one).order(ByteOrder.LITTLE_ENDIAN).getInt() >= 0
                && ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).getInt() >= 0;
    }

    /** Return an observation for people. */
    static String text(Program.Sight sight, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return switch (sight.code()) {
            case MAPS -> maps(new String(bytes, StandardCharsets.US_ASCII));
            case PLACES -> numbers(buffer, 1);
            case PEEK -> sight.what().equals("mask") ? numbers(buffer, Long.BYTES) : numbers(buffer, Integer.BYTES);
            default -> numbers(buffer, Long.BYTES);
        };
    }

    /**
     * Which pages count as active depends on lists that the kernel keeps for each CPU, and a hugetlb page is dirty if it was when it
     * last belonged to somebody.
     */
    private static String maps(String text) {
        return text.replaceAll(" active=\\d+", "").replaceAll("( huge .*?) dirty=\\d+", "$1");
    }

    private static String numbers(ByteBuffer buffer, int bytesEach) {
        StringBuilder text = new StringBuilder();
        while (buffer.remaining() >= bytesEach) {
            long number = switch (bytesEach) {
                case 1 -> buffer.get();
                case Integer.BYTES -> buffer.getInt();
                default -> buffer.getLong();
            };
            text.append(text.isEmpty() ? "" : " ").append(name(number));
        }
        return text.toString();
    }

    private static String name(long number) {
        if (number >= 0 || number < -200) {
            return Long.toString(number);
        }
        if (number == CallLowering.UNWRITTEN) {
            return ".";
        }
        return Errno.of((int) -number).name();
    }

    /** Return what groups divergences of one cause, roughly: a smaller scenario of that cause has it too. */
    public String family() {
        if (operation == NOWHERE) {
            return (what + " " + real + simulated).replaceAll("\\d+", "N").lines().findFirst().orElse(what).strip();
        }
        String subject = what.replaceAll("process \\d", "a process");
        boolean isList = subject.startsWith("places") || subject.startsWith("numa_maps") || what.equals("statuses")
                || what.equals("mask");
        return isList ? subject : subject + ": " + gist(real) + " / " + gist(simulated);
    }

    /** Counts of pages are as many as there are pages. */
    private String gist(String text) {
        return what.endsWith("_pages") ? text.replaceAll("^[1-9]\\d*$", "some") : text;
    }
}
