package io.numamigrator;

import org.junit.jupiter.api.Nested;

/** What one node is enough to show, on simulated machines with the kernels of the guests. */
class SimulatedRulesTest {

    @Nested
    class Linux510 extends SimulatedRules {
        Linux510() {
            super("5.10");
        }
    }

    @Nested
    class Linux61 extends SimulatedRules {
        Linux61() {
            super("6.1");
        }
    }

    @Nested
    class Linux612 extends SimulatedRules {
        Linux612() {
            super("6.12");
        }
    }

    @Nested
    class Linux618 extends SimulatedRules {
        Linux618() {
            super("6.18");
        }
    }

    @Nested
    class Linux73 extends SimulatedRules {
        Linux73() {
            super("7.3");
        }
    }

    /** As Debian builds kernels for arm64: sixteen node ids, and base pages of 4 or 16 KiB. */
    @Nested
    class Linux612OfArm extends SimulatedRules {
        Linux612OfArm() {
            super(SimulatedLaboratory.severalNodes("6.12", 4096, 16));
        }
    }

    @Nested
    class Linux612OfArmIn16K extends SimulatedRules {
        Linux612OfArmIn16K() {
            super(SimulatedLaboratory.severalNodes("6.12", 16384, 16));
        }
    }

    @Nested
    class Linux73OfArmIn16K extends SimulatedRules {
        Linux73OfArmIn16K() {
            super(SimulatedLaboratory.severalNodes("7.3", 16384, 16));
        }
    }
}
