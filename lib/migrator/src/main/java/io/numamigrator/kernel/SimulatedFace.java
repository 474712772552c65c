package io.numamigrator.kernel;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets the simulation put the library's face on its kernel, though neither package may see the other's inside.
 *
 * <p>The class behind the face offers itself when it is initialised; asking for the face initialises it.
 */
public final class SimulatedFace {

    private static volatile @Nullable Function<Kernel, ?> maker;

    private SimulatedFace() {}

    /** Offer to make the face of a simulated kernel. */
    public static void offer(Function<Kernel, ?> offered) {
        maker = offered;
    }

    /** Make the face of a simulated kernel; {@code face} is the sealed interface that it has. */
    public static <T> T on(Kernel kernel, Class<T> face) {
        if (maker == null) {
            initialise(face.getPermittedSubclasses()[0]);
        }
        return face.cast(Objects.requireNonNull(maker, "nobody makes " + face.getName()).apply(kernel));
    }

    private static void initialise(Class<?> behind) {
        try {
            Class.forName(behind.getName(), true, behind.getClassLoader());
        } catch (ClassNotFoundException absent) {
            throw new IllegalStateException(absent);
        }
    }
}
