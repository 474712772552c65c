package io.numamigrator;

import org.junit.jupiter.api.Nested;

/** Scans of page tables on simulated kernels. */
class SimulatedPageScanTest {

    /** One machine, where nothing is mapped but what the test maps. */
    abstract static class On implements PageScanContract {

        private final AbsentMemory memory;

        On(String kernel) {
            memory = new SimulatedAbsentMemory(kernel);
        }

        @Override
        public AbsentMemory memory() {
            return memory;
        }

        @Override
        public boolean spans() {
            return true;
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
    class Linux67 extends On {
        Linux67() {
            super("6.7");
        }
    }

    @Nested
    class Linux612 extends On {
        Linux612() {
            super("6.12");
        }
    }

    @Nested
    class Linux616 extends On {
        Linux616() {
            super("6.16");
        }
    }

    @Nested
    class Linux72 extends On {
        Linux72() {
            super("7.2");
        }
    }

    @Nested
    class Linux73 extends On {
        Linux73() {
            super("7.3");
        }
    }
}
