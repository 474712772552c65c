package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import org.junit.jupiter.api.AfterEach;

/** What rules about one process and those around it share. */
interface InSurroundings {

    Surroundings around();

    @AfterEach
    default void closeSurroundings() {
        around().close();
    }

    default Kernel kernel() {
        return around().kernel();
    }

    default CallFrame frame() {
        return around().frame();
    }

    default boolean since(String release) {
        return around().release().compareTo(KernelRelease.of(release)) >= 0;
    }
}
