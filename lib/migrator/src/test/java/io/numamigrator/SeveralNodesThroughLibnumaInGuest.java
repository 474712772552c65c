package io.numamigrator;

import org.junit.jupiter.api.AfterEach;

/** Moves between several nodes on the real kernel of a guest, through libnuma. */
class SeveralNodesThroughLibnumaInGuest implements BetweenNodesContract, RandomMovesContract, RunsContract {

    private final Laboratory laboratory = new GuestLaboratory(Route.LIBNUMA);

    @Override
    public Laboratory lab() {
        return laboratory;
    }

    @AfterEach
    void close() {
        laboratory.numa().close();
    }
}
