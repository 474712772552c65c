package io.numamigrator;

import org.junit.jupiter.api.Nested;

/** The rules that guests with these kernels keep, kept by the simulated machine with the same kernels. */
class SimulatedSeveralNodesTest {

    @Nested
    class Linux510 extends SimulatedSeveralNodes {
        Linux510() {
            super("5.10");
        }
    }

    @Nested
    class Linux61 extends SimulatedSeveralNodes {
        Linux61() {
            super("6.1");
        }
    }

    @Nested
    class Linux612 extends SimulatedSeveralNodes {
        Linux612() {
            super("6.12");
        }
    }

    @Nested
    class Linux618 extends SimulatedSeveralNodes {
        Linux618() {
            super("6.18");
        }
    }

    @Nested
    class Linux73 extends SimulatedSeveralNodes {
        Linux73() {
            super("7.3");
        }
    }
}
