package io.numamigrator.sim.policy;

import io.numamigrator.sim.policy.Policy.Mode;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import org.jspecify.annotations.Nullable;

/** A policy as numa_maps writes it (mm/mempolicy.c, mpol_to_str): cut where its buffer ends; the home node is not shown. */
public final class PolicyName {

    private PolicyName() {}

    public static String of(@Nullable Policy policy, KernelVersion kernel) {
        String text = whole(policy, kernel);
        // The last byte of the buffer ends the text.
        int room = (kernel.has(KernelSwitch.POLICY_TEXT_OF_64_BYTES) ? 64 : 50) - 1;
        return text.length() <= room ? text : text.substring(0, room);
    }

    private static String whole(@Nullable Policy policy, KernelVersion kernel) {
        if (policy == null) {
            return name(Mode.DEFAULT);
        }
        String separator = kernel.has(KernelSwitch.POLICY_TEXT_WITH_EQUALS) ? "=" : ":";
        boolean local = policy.mode() == Mode.PREFERRED && policy.nodes().isEmpty();
        return name(local ? Mode.LOCAL : policy.mode()) + flags(policy.flags())
                + (policy.nodes().isEmpty() ? "" : separator + policy.nodes());
    }

    private static String flags(int flags) {
        String fixed = (flags & Mode.STATIC) != 0 ? "static" : (flags & Mode.RELATIVE) != 0 ? "relative" : "";
        String balancing = (flags & Mode.BALANCING) != 0 ? "balancing" : "";
        String between = fixed.isEmpty() || balancing.isEmpty() ? "" : "|";
        return flags == 0 ? "" : "=" + fixed + between + balancing;
    }

    private static String name(Mode mode) {
        return switch (mode) {
            case DEFAULT -> "default";
            case PREFERRED -> "prefer";
            case BIND -> "bind";
            case INTERLEAVE -> "interleave";
            case LOCAL -> "local";
            case PREFERRED_MANY -> "prefer (many)";
            case WEIGHTED_INTERLEAVE -> "weighted interleave";
        };
    }
}
