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

    /** As Debian builds kernels for arm64: sixteen node ids, and base pages of 4 or 16 KiB. */
    @Nested
    class Linux612OfArm extends SimulatedSeveralNodes {
        Linux612OfArm() {
            super(SimulatedLaboratory.severalNodes("6.12", 4096, 16));
        }
    }

    @Nested
    class Linux612OfArmIn16K extends SimulatedSeveralNodes {
        Linux612OfArmIn16K() {
            super(SimulatedLaboratory.severalNodes("6.12", 16384, 16));
        }
    }

    @Nested
    class Linux73OfArmIn16K extends SimulatedSeveralNodes {
        Linux73OfArmIn16K() {
            super(SimulatedLaboratory.severalNodes("7.3", 16384, 16));
        }
    }
}
