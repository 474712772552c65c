package io.numamigrator.placement;

import io.numamigrator.NumaNode;
import io.numamigrator.NumaTopology;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A short text that is another one when the nodes of a machine are others: their numbers, CPUs, distances, and which have memory.
 *
 * <p>How much memory a node has is left out: it changes by a little whenever a balloon or a driver takes some.
 */
public final class TopologyDigest {

    private static final int DIGITS = 32;

    private TopologyDigest() {}

    /** Returns for example {@code sha256:} and 32 hexadecimal digits. */
    public static String of(NumaTopology topology) {
        StringBuilder text = new StringBuilder("with memory ").append(topology.withMemory()).append('\n');
        for (NumaNode node : topology.nodes()) {
            text.append(node.id()).append(" cpus ").append(node.cpus().map(Object::toString).orElse("unknown"))
                    .append(" distances ").append(node.distances()).append('\n');
        }
        byte[] hash = sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
        return "sha256:" + HexFormat.of().formatHex(hash).substring(0, DIGITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
