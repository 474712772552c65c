package io.numamigrator.fidelity.scenario;

/**
 * How a call is given an array: a pointer, and how much after it can be accessed.
 *
 * @param pointer what the pointer points to
 * @param reachable elements that can be accessed, of {@link Pointer#MEMORY} and {@link Pointer#READ_ONLY}; -1 for all that the call means
 */
public record Buffer(Pointer pointer, int reachable) {

    /** What a pointer points to. */
    public enum Pointer {
        MEMORY,
        READ_ONLY,
        NULL,
        WILD,
        KERNEL
    }

    public static final Buffer WHOLE = new Buffer(Pointer.MEMORY, -1);
    public static final Buffer NULL = new Buffer(Pointer.NULL, 0);
    public static final Buffer WILD = new Buffer(Pointer.WILD, 0);

    public static Buffer first(int reachable) {
        return new Buffer(Pointer.MEMORY, reachable);
    }

    @Override
    public String toString() {
        return reachable < 0 ? pointer.toString() : pointer + "[" + reachable + "]";
    }

    public int elements(int meant) {
        return reachable < 0 ? meant : reachable;
    }
}
