package io.numamigrator.junit;

import io.numamigrator.NumaMigrator;
import io.numamigrator.sim.Capability;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What a user might write on a class; run by {@link BothGenerationsTest} in a JVM with nothing but one JUnit. */
@SimulatedNuma(nodes = "four", kernel = "5.10")
@SimulatedNuma(nodes = "tiered", kernel = "6.12", seccomp = "docker", capAdd = Capability.CAP_SYS_NICE)
@RealNuma
class ClassSample {

    private final NumaMigrator fromConstructor;
    private NumaMigrator fromSetUp;

    ClassSample(NumaMigrator numa) {
        fromConstructor = numa;
    }

    @BeforeEach
    void setUp(NumaMigrator numa) {
        fromSetUp = numa;
    }

    @Test
    void aTestRunsOnEach(NumaMigrator numa) {
        require(numa.backend().description().equals(fromConstructor.backend().description()));
        require(numa.backend().description().equals(fromSetUp.backend().description()));
        require(numa.topology().online().size() >= 1);
    }

    @RepeatedTest(2)
    void aTemplateOfAnotherKindDoesToo(NumaMigrator numa) {
        require(numa.backend().simulated() == fromSetUp.backend().simulated());
    }

    @SimulatedNuma(nodes = "3", kernel = "6.1")
    void anAnnotationOfItsOwnTakesThePlace(NumaMigrator numa) {
        require(numa.backend().description().equals("simulated Linux 6.1, nodes 0-2"));
        require(fromConstructor.backend().description().equals("simulated Linux 6.1, nodes 0-2"));
    }

    @Nested
    class Inside {

        @Test
        void aNestedClassBelongsToItsOwner(NumaMigrator numa) {
            require(numa.backend().description().equals(fromSetUp.backend().description()));
        }
    }

    @Nested
    @SimulatedNuma(nodes = "2", kernel = "6.18")
    class OnItsOwn {

        @Test
        void theNearestAnnotationCounts(SimulatedProcess process) {
            require(process.migrator().backend().description().equals("simulated Linux 6.18, nodes 0-1"));
        }
    }

    static void require(boolean holds) {
        if (!holds) {
            throw new AssertionError();
        }
    }

    /** A machine that subclasses inherit. */
    @SimulatedNuma(nodes = "5")
    @SimulatedNuma(nodes = "6")
    abstract static class Base {}

    /** Each test sees another machine, even if there is one instance for all. */
    @TestInstance(Lifecycle.PER_CLASS)
    static class SeparateSample extends Base {

        private static final Set<SimulatedMachine> MACHINES = new HashSet<>();

        @BeforeAll
        static void thereAreNone() {
            require(MACHINES.isEmpty());
        }

        @Test
        void theFirstSeesOne(SimulatedMachine machine) {
            require(MACHINES.add(machine));
        }

        @Test
        void theSecondSeesAnother(SimulatedMachine machine) {
            require(MACHINES.add(machine));
        }

        @AfterAll
        static void thereWereFour() {
            require(MACHINES.size() == 4);
        }
    }
}
