package io.numamigrator;

import org.junit.jupiter.api.AfterEach;

/** What only several nodes can show, on the real kernel of a guest. */
class SeveralNodesInGuest implements SeveralNodesContract {

    private final Laboratory laboratory = new GuestLaboratory(Route.SYSCALL);
    private final Surroundings surroundings = new LinuxSurroundings(Route.SYSCALL);

    @Override
    public Laboratory lab() {
        return laboratory;
    }

    @Override
    public Surroundings around() {
        return surroundings;
    }

    @AfterEach
    void close() {
        surroundings.close();
        laboratory.numa().close();
    }
}
