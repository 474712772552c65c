package io.numamigrator;

import io.numamigrator.kernel.Segments;
import io.numamigrator.pages.PlacementParts;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A requested assignment of memory to nodes.
 *
 * <p>Immutable. Where two parts name the same page, the later one counts. A part may be a segment of this process, a range of
 * addresses, or a list of single addresses; each names whole pages, an unaligned end reaches to the page boundary.
 *
 * {@snippet :
 * Placement plan = Placement.of(hot, 0).and(cold, 2);
 * }
 */
public final class Placement {

    private static final Placement NOTHING = new Placement(null, null, 0);

    private final @Nullable Placement before;
    private final @Nullable Part part;
    private final int size;

    private Placement(@Nullable Placement before, @Nullable Part part, int size) {
        this.before = before;
        this.part = part;
        this.size = size;
    }

    /** One piece of a placement. */
    sealed interface Part {

        /** A segment of this process; it is kept alive during each call. */
        record OfSegment(MemorySegment segment, int node) implements Part {}

        /** Bare addresses. */
        record OfRange(MemoryRange range, int node) implements Part {}

        /** Single addresses, each with its own node. */
        record OfAddresses(long[] addresses, int[] nodes) implements Part {}
    }

    /** Returns the empty placement. */
    public static Placement nothing() {
        return NOTHING;
    }

    /**
     * Places a native segment of this process on a node.
     *
     * @throws IllegalArgumentException if the segment is on the heap or the node number is impossible
     */
    public static Placement of(MemorySegment segment, int node) {
        Objects.requireNonNull(segment, "segment");
        return NOTHING.and(segment, node);
    }

    /** Places a range of addresses on a node. */
    public static Placement of(MemoryRange range, int node) {
        Objects.requireNonNull(range, "range");
        return NOTHING.and(range, node);
    }

    /**
     * Places the page of each address on the node at the same index.
     *
     * @throws IllegalArgumentException if the arrays differ in length or a node number is impossible
     */
    public static Placement of(long[] addresses, int[] nodes) {
        Objects.requireNonNull(addresses, "addresses");
        Objects.requireNonNull(nodes, "nodes");
        return NOTHING.and(addresses, nodes);
    }

    /** Returns this placement with a segment on a node added. */
    public Placement and(MemorySegment segment, int node) {
        Objects.requireNonNull(segment, "segment");
        return with(new Part.OfSegment(Segments.requireNative(segment), NodeSet.checked(node)));
    }

    /** Returns this placement with a range on a node added. */
    public Placement and(MemoryRange range, int node) {
        Objects.requireNonNull(range, "range");
        return with(new Part.OfRange(range, NodeSet.checked(node)));
    }

    /** Returns this placement with single pages added, {@code addresses[i]} on {@code nodes[i]}. */
    public Placement and(long[] addresses, int[] nodes) {
        Objects.requireNonNull(addresses, "addresses");
        Objects.requireNonNull(nodes, "nodes");
        if (addresses.length != nodes.length) {
            throw new IllegalArgumentException(addresses.length + " addresses but " + nodes.length + " nodes");
        }
        for (int node : nodes) {
            NodeSet.checked(node);
        }
        return with(new Part.OfAddresses(addresses.clone(), nodes.clone()));
    }

    private Placement with(Part added) {
        return new Placement(this, added, size + 1);
    }

    /** Return whether this placement has no parts. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Returns the number of parts. */
    public int size() {
        return size;
    }

    /** Return the parts in the order in which they were added. */
    Iterable<Part> parts() {
        Deque<Part> parts = new ArrayDeque<>(size);
        for (Placement at = this; at != null && at.part != null; at = at.before) {
            parts.addFirst(at.part);
        }
        return parts;
    }

    /** Tells the parts, first named first; for the library's own use: nobody else can name the type of the parameter. */
    @SuppressWarnings("exports")
    public void tell(PlacementParts to) {
        Objects.requireNonNull(to, "to");
        for (Part each : parts()) {
            switch (each) {
                case Part.OfSegment(MemorySegment segment, int node) -> to.segment(segment, node);
                case Part.OfRange(MemoryRange range, int node) -> to.range(range.start(), range.bytes(), node);
                case Part.OfAddresses(long[] addresses, int[] nodes) -> to.addresses(addresses, nodes);
            }
        }
    }

    /** Returns for example {@code 2 parts: 7f00-7f10 on node 0, 7f20-7f30 on node 2}; long placements are cut. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(size + (size == 1 ? " part" : " parts"));
        int shown = 0;
        for (Part each : parts()) {
            text.append(shown == 0 ? ": " : ", ");
            if (++shown > 4) {
                return text.append("…").toString();
            }
            text.append(describe(each));
        }
        return text.toString();
    }

    private static String describe(Part part) {
        return switch (part) {
            case Part.OfSegment(MemorySegment segment, int node) -> MemoryRange.of(segment) + " on node " + node;
            case Part.OfRange(MemoryRange range, int node) -> range + " on node " + node;
            case Part.OfAddresses(long[] addresses, int[] _) -> addresses.length + " single pages";
        };
    }
}
