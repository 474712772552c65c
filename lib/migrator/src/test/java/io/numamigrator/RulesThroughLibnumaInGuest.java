package io.numamigrator;

/** What one node is enough to show, on the real kernel of a guest, through libnuma. */
class RulesThroughLibnumaInGuest implements KernelRulesContract {

    private final Surroundings surroundings = new LinuxSurroundings(Route.LIBNUMA);

    @Override
    public Surroundings around() {
        return surroundings;
    }
}
