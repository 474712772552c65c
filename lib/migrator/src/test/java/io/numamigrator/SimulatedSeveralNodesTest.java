package io.numamigrator;

import org.junit.jupiter.api.Nested;

/** The rules that guests with these kernels keep, kept by the simulated machine with the same kernels. */
class SimulatedSeveralNodesTest {

    @Nested
    class Linux510 extends OnKernel {
        Linux510() {
            super("5.10");
        }
    }

    @Nested
    class Linux61 extends OnKernel {
        Linux61() {
            super("6.1");
        }
    }

    @Nested
    class Linux612 extends OnKernel {
        Linux612() {
            super("6.12");
        }
    }

    @Nested
    class Linux618 extends OnKernel {
        Linux618() {
            super("6.18");
        }
    }

    @Nested
    class Linux73 extends OnKernel {
        Linux73() {
            super("7.3");
        }
    }

    abstract static class OnKernel implements SimulatedSeveralNodes {
        private final SimulatedLaboratory laboratory;

        OnKernel(String kernel) {
            laboratory = new SimulatedLaboratory(SimulatedLaboratory.severalNodes(kernel));
        }

        @Override
        public Laboratory lab() {
            return laboratory;
        }
    }
}
