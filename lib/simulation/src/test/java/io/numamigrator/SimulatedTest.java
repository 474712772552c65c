package io.numamigrator;

import org.junit.jupiter.api.Nested;

/** The contract, on a simulated machine of one node with each of the guests' kernels. */
class SimulatedTest {

    @Nested
    class Linux510 extends SimulatedOneNode {
        Linux510() {
            super("5.10");
        }
    }

    @Nested
    class Linux61 extends SimulatedOneNode {
        Linux61() {
            super("6.1");
        }
    }

    @Nested
    class Linux612 extends SimulatedOneNode {
        Linux612() {
            super("6.12");
        }
    }

    @Nested
    class Linux618 extends SimulatedOneNode {
        Linux618() {
            super("6.18");
        }
    }

    @Nested
    class Linux73 extends SimulatedOneNode {
        Linux73() {
            super("7.3");
        }
    }

    @Nested
    class Linux612In16K extends SimulatedOneNode {
        Linux612In16K() {
            super("6.12", 16384);
        }
    }

    @Nested
    class Linux612In64K extends SimulatedOneNode {
        Linux612In64K() {
            super("6.12", 65536);
        }
    }
}
