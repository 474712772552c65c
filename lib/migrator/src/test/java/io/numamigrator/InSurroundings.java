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

    default int pageSize() {
        return kernel().pageSize();
    }

    /** Return the highest node id that the kernel was compiled for: no machine of the tests has such a node. */
    default int impossible() {
        return around().nodeIds() - 1;
    }

    /** Return the greatest maxnode: a page of bits, of which the kernel does not read the last. */
    default int widestMask() {
        return Byte.SIZE * pageSize() + 1;
    }

    default boolean since(String release) {
        return around().release().isAtLeast(release);
    }
}
