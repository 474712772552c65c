package io.numamigrator.fidelity.scenario;

/** How much there is to read in a scenario. */
public final class Weight {

    private static final long OPERATION = 1000;

    private Weight() {}

    /** An operation weighs more than all that its fields say. */
    public static long of(Scenario scenario) {
        return scenario.operations().stream().mapToLong(Weight::of).sum();
    }

    private static long of(Operation operation) {
        return OPERATION + switch (operation) {
            case Operation.Become become -> become.capabilities().size() + (become.dumpable() ? 0 : 1)
                    + (become.effective() == become.real() ? 0 : 1) + (become.saved() == become.real() ? 0 : 1);
            case Operation.Confine confine -> confine.nodes().size();
            case Operation.Map map -> map.pages() + (map.kind() == Operation.Kind.ANONYMOUS ? 0 : 2)
                    + Integer.signum(map.file());
            case Operation.Unmap unmap -> unmap.pages();
            case Operation.Protect protect -> protect.pages();
            case Operation.Lock lock -> lock.pages();
            case Operation.Advise advise -> advise.pages();
            case Operation.Touch touch -> touch.pages();
            case Operation.Pin pin -> pin.pages();
            case Operation.Fill fill -> fill.left();
            case Operation.RunOn runOn -> Integer.signum(runOn.cpu());
            case Operation.MovePages call -> of(call);
            case Operation.MigratePages call ->
                (call.target() == Operation.SELF ? 0 : 1) + of(call.from()) + of(call.to());
            case Operation.Mbind call ->
                Long.bitCount(call.flags()) + of(call.mask()) + Math.min(600, Math.abs(call.length() >> 12))
                        + (call.mode() >> 8 == 0 ? 0 : 1);
            case Operation.SetMempolicy call -> of(call.mask()) + (call.mode() >> 8 == 0 ? 0 : 1);
            case Operation.GetMempolicy call -> of(call.mask()) + of(call.modeAt());
            case Operation.HomeNode call ->
                Math.abs(call.length() >> 12) + Long.signum(call.flags()) + Long.signum(call.node());
            case Operation.Empty _,Operation.Spawn _,Operation.Fork _,Operation.Exit _,Operation.Reap _,Operation.Unpin _ ->
                0;
        };
    }

    private static long of(Operation.MovePages call) {
        var nodes = call.nodes();
        return 8L * call.pages().size() + (nodes == null ? 0 : 1 + nodes.stream().distinct().count())
                + (call.target() == Operation.SELF ? 0 : 1) + (call.count() == call.pages().size() ? 0 : 1)
                + Integer.bitCount(call.flags()) + of(call.pagesAt()) + of(call.nodesAt()) + of(call.statusAt());
    }

    private static long of(Mask mask) {
        return mask.nodes().size() + (mask.maxNode() == 1025 ? 0 : 1) + of(mask.at());
    }

    private static long of(Buffer buffer) {
        return buffer.equals(Buffer.WHOLE) ? 0 : 1;
    }
}
