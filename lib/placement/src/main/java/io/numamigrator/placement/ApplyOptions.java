package io.numamigrator.placement;

import io.numamigrator.MoveOptions;
import java.util.Objects;

/**
 * How a plan is applied.
 *
 * @param move how pages are moved
 * @param chunkBytes how much is moved by one request, at least; between two requests the process is looked at again
 * @param acceptPagesElsewhere whether a plan is applied though pages are not where it expects them
 * @param acceptTopologyChanged whether a plan is applied though the nodes of the machine are others
 */
public record ApplyOptions(
        MoveOptions move, long chunkBytes, boolean acceptPagesElsewhere, boolean acceptTopologyChanged) {

    /** Moves of {@link MoveOptions#DEFAULT}, 64 MiB at once, nothing accepted. */
    public static final ApplyOptions DEFAULT = new ApplyOptions(MoveOptions.DEFAULT, 64L << 20, false, false);

    /** Checks the size of a request. */
    public ApplyOptions {
        Objects.requireNonNull(move, "move");
        if (chunkBytes < 1 || chunkBytes > 1L << 40) {
            throw new IllegalArgumentException("chunkBytes " + chunkBytes + ": from 1 to 2^40");
        }
    }

    /** Returns these options with other ones for the moves. */
    public ApplyOptions withMove(MoveOptions options) {
        return new ApplyOptions(options, chunkBytes, acceptPagesElsewhere, acceptTopologyChanged);
    }

    /** Returns these options with another size of a request. */
    public ApplyOptions withChunkBytes(long bytes) {
        return new ApplyOptions(move, bytes, acceptPagesElsewhere, acceptTopologyChanged);
    }

    /** Returns these options with pages accepted wherever they are. */
    public ApplyOptions acceptingPagesElsewhere() {
        return new ApplyOptions(move, chunkBytes, true, acceptTopologyChanged);
    }

    /** Returns these options with other nodes of the machine accepted. */
    public ApplyOptions acceptingTopologyChanged() {
        return new ApplyOptions(move, chunkBytes, acceptPagesElsewhere, true);
    }

    boolean accepts(Finding finding) {
        return finding instanceof Finding.PagesElsewhere && acceptPagesElsewhere
                || finding instanceof Finding.TopologyChanged && acceptTopologyChanged;
    }
}
