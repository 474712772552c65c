package io.numamigrator;

import org.junit.jupiter.api.Nested;

/** Kinds of absence on simulated kernels. */
class SimulatedAbsentKindsTest {

    /** One machine. */
    abstract static class On implements AbsentKindsContract {

        private final AbsentMemory memory;

        On(String kernel) {
            this(new SimulatedAbsentMemory(kernel));
        }

        On(AbsentMemory memory) {
            this.memory = memory;
        }

        @Override
        public AbsentMemory memory() {
            return memory;
        }
    }

    @Nested
    class Linux510 extends On {
        Linux510() {
            super("5.10");
        }
    }

    @Nested
    class Linux61 extends On {
        Linux61() {
            super("6.1");
        }
    }

    @Nested
    class Linux612 extends On {
        Linux612() {
            super("6.12");
        }
    }

    @Nested
    class Linux73 extends On {
        Linux73() {
            super("7.3");
        }
    }

    @Nested
    class Linux612OfArmIn16K extends On {
        Linux612OfArmIn16K() {
            super(new SimulatedAbsentMemory(SimulatedLaboratory.severalNodes("6.12", 16384, 16)));
        }
    }
}
