package io.numamigrator.sim.policy;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.policy.Policy.Mode;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Makes a policy of what mbind(2) or set_mempolicy(2) was given, or refuses it: SEMANTICS 3.1. */
public final class PolicyMaker {

    private final Machine machine;
    private final KernelVersion kernel;
    private int error;

    public PolicyMaker(Machine machine) {
        this.machine = machine;
        this.kernel = machine.kernel();
    }

    /** Return the errno of the last refusal. */
    public int error() {
        return error;
    }

    /** Check mode and flags, which come in one word, and return the mode, or null with {@link #error()}. */
    public @Nullable Mode mode(int word) {
        error = NegativeErrno.EINVAL;
        int flags = flags(word);
        int number = word & ~flags;
        if (number < 0 || number >= modes()) {
            return null;
        }
        Mode mode = Mode.values()[number];
        boolean both = (flags & Mode.STATIC) != 0 && (flags & Mode.RELATIVE) != 0;
        if (both || (flags & Mode.BALANCING) != 0 && !balances(mode)) {
            return null;
        }
        error = 0;
        return mode;
    }

    /** Return the bits of a mode word that this kernel knows as flags. */
    public int flags(int word) {
        int known = !kernel.has(KernelSwitch.MODE_FLAGS)
                ? 0
                : kernel.has(KernelSwitch.BALANCING_FLAG)
                        ? Mode.ALL_FLAGS
                        : Mode.STATIC | Mode.RELATIVE;
        return word & known;
    }

    private int modes() {
        return kernel.has(KernelSwitch.WEIGHTED_MODE)
                ? 7
                : kernel.has(KernelSwitch.PREFERRED_MANY_MODE)
                        ? 6
                        : kernel.has(KernelSwitch.LOCAL_MODE)
                                ? 5
                                : 4;
    }

    private boolean balances(Mode mode) {
        return mode == Mode.BIND || mode == Mode.PREFERRED_MANY && kernel.has(KernelSwitch.BALANCING_WITH_MANY);
    }

    /** Make the policy, or return null: then it is DEFAULT, or {@link #error()} says why there is none. */
    public @Nullable Policy make(Mode mode, int flags, NodeSet asked, NodeSet allowed) {
        error = contradiction(mode, flags, asked) ? NegativeErrno.EINVAL : 0;
        if (error != 0 || mode == Mode.DEFAULT) {
            return null;
        }
        if (mode == Mode.LOCAL || mode == Mode.PREFERRED && asked.isEmpty()) {
            Mode kept = kernel.has(KernelSwitch.EMPTY_PREFERRED_IS_LOCAL) ? Mode.LOCAL : Mode.PREFERRED;
            return new Policy(kept, flags, NodeSet.empty(), NodeSet.empty(), -1, allowed);
        }
        NodeSet nodes = contextual(flags, asked, allowed);
        if (nodes.isEmpty()) {
            error = NegativeErrno.EINVAL;
            return null;
        }
        NodeSet kept = mode == Mode.PREFERRED ? NodeSet.of(nodes.stream().min().orElseThrow()) : nodes;
        return new Policy(mode, flags, asked, kept, -1, allowed);
    }

    private boolean contradiction(Mode mode, int flags, NodeSet asked) {
        boolean fixed = (flags & (Mode.STATIC | Mode.RELATIVE)) != 0;
        return switch (mode) {
            case DEFAULT -> !asked.isEmpty();
            case PREFERRED -> asked.isEmpty() && fixed;
            case LOCAL -> !asked.isEmpty() || fixed && kernel.has(KernelSwitch.LOCAL_REFUSES_FLAGS);
            case BIND, INTERLEAVE, PREFERRED_MANY, WEIGHTED_INTERLEAVE -> asked.isEmpty();
        };
    }

    /** Return the nodes that count of those asked for, in a cpuset of {@code allowed} nodes. */
    NodeSet contextual(int flags, NodeSet asked, NodeSet allowed) {
        NodeSet usable = allowed.intersect(machine.nodesWithMemory());
        return (flags & Mode.RELATIVE) != 0 ? fold(asked, usable) : asked.intersect(usable);
    }

    /** Return what {@code asked} means as ranks within {@code usable}, modulo its size. */
    static NodeSet fold(NodeSet asked, NodeSet usable) {
        int[] nodes = usable.stream().toArray();
        BitSet chosen = new BitSet();
        if (nodes.length > 0) {
            asked.stream().forEach(bit -> chosen.set(nodes[bit % nodes.length]));
        }
        return NodeSet.of(chosen.stream().toArray());
    }
}
