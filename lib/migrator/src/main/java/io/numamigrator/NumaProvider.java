package io.numamigrator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ServiceLoader;

/**
 * Makes migrators: the library's own wiring, by which this package knows nothing of what carries out the calls.
 *
 * <p>Users have {@link NumaMigrator#system()}, {@link NumaMigrator#diagnose()} and {@link NumaArena}. The library provides the only one
 * there is.
 */
public abstract class NumaProvider {

    /** Maps memory that follows a policy from its first touch on. */
    @FunctionalInterface
    public interface Mapper {

        /**
         * Maps whole pages; the memory is unmapped when its lifetime ends.
         *
         * @param bytes more than 0; rounded up to whole pages
         * @param alignment in bytes, a power of two
         * @param lifetime an arena that is alive
         * @throws NumaException if the kernel refuses the memory (ENOMEM) or the policy (EINVAL); nothing stays mapped then
         */
        MemorySegment map(long bytes, long alignment, Arena lifetime);
    }

    /** Found when it is asked for first. */
    private static final class Library {

        static final NumaProvider PROVIDER =
                ServiceLoader.load(NumaProvider.class, NumaProvider.class.getClassLoader()).findFirst()
                        .orElseThrow(() -> new IllegalStateException(
                                "numa-migrator does not find itself: META-INF/services/" + NumaProvider.class.getName()
                                        + " was lost, perhaps when jars were merged; keep the files of META-INF/services"));

        private Library() {}
    }

    /** Creates a provider; the library has one. */
    protected NumaProvider() {}

    static NumaProvider library() {
        return Library.PROVIDER;
    }

    /**
     * Opens the running Linux kernel, as {@link NumaMigrator#system(Route)} does.
     *
     * @throws NumaUnavailableException if it cannot be asked by that route
     */
    public abstract NumaMigrator open(Route route);

    /** Diagnoses this machine, as {@link NumaMigrator#diagnose()} does. */
    public abstract Diagnosis diagnose();

    /**
     * Returns what maps memory of a migrator's kernel that follows a policy.
     *
     * @throws IllegalArgumentException if the migrator is not one of this library
     */
    public abstract Mapper mapper(NumaMigrator numa, MemoryPolicy policy);
}
