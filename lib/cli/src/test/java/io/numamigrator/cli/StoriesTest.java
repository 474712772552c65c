package io.numamigrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Runs the commands that tell about the machine. */
class StoriesTest {

    @Test
    void theDemoEndsWithAVerifiedMoveWithinAScreen() {
        Ran ran = Ran.numa("demo");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("Java heap", "verified: asked again, all 64.0 MiB are on node");
        assertThat(ran.out()).contains("The same code on four simulated nodes", "EBUSY", "EACCES", "ENOMEM");
        assertThat(ran.out().lines().count()).isLessThanOrEqualTo(60);
    }

    @Test
    void theHardwareHasNodesWithMemory() {
        Ran ran = Ran.numa("hardware");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("node", "memory", "allowed to this process");
    }

    @Test
    void theDoctorBeginsWithItsVerdict() {
        Ran ran = Ran.numa("doctor");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out().lines().findFirst().orElseThrow()).containsAnyOf("ready: ", "usable with limits: ");
    }

    @Test
    void theDoctorLooksAtAnotherProcess() throws IOException {
        try (Child child = Child.ordinary()) {
            Ran ran = Ran.numa("doctor", child.pid());
            assertThat(ran.err()).isEmpty();
            assertThat(ran.code()).isZero();
            assertThat(ran.out()).contains("access to the process");
        }
    }
}
