package io.numamigrator;

/** What one node is enough to show, on the real kernel of a guest, through system calls. */
class RulesInGuest implements KernelRulesContract {

    private final Surroundings surroundings = new LinuxSurroundings(Route.SYSCALL);

    @Override
    public Surroundings around() {
        return surroundings;
    }
}
