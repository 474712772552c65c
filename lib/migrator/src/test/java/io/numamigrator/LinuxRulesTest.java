package io.numamigrator;

import org.junit.jupiter.api.Nested;

/** What one node is enough to show, on the kernel of this machine, by both routes. */
class LinuxRulesTest {

    @Nested
    class ThroughSyscall implements KernelRulesContract {

        private final Surroundings surroundings = new LinuxSurroundings(Route.SYSCALL);

        @Override
        public Surroundings around() {
            return surroundings;
        }
    }

    @Nested
    class ThroughLibnuma implements KernelRulesContract {

        private final Surroundings surroundings = new LinuxSurroundings(Route.LIBNUMA);

        @Override
        public Surroundings around() {
            return surroundings;
        }
    }
}
