package io.numamigrator.policy;

import io.numamigrator.BindFlag;
import io.numamigrator.Errno;
import io.numamigrator.MemoryPolicy;
import io.numamigrator.NodeSet;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.refusal.PolicyRequest;
import io.numamigrator.refusal.Refusals;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;

/** get_mempolicy(2), set_mempolicy(2), mbind(2) and set_mempolicy_home_node(2). */
public final class PolicyCalls {

    /** As wide as the kernels of distributions; the kernel refuses a mask narrower than its own number of nodes. */
    private static final int ORDINARY_BITS = 1024;

    /** MPOL_F_ADDR of linux/mempolicy.h: the policy of the VMA that holds the address. */
    private static final int OF_ADDRESS = 2;

    private final Kernel kernel;
    private final CallFrame frame;

    private PolicyCalls(Kernel kernel, CallFrame frame) {
        this.kernel = kernel;
        this.frame = frame;
    }

    /** Read the policy of the VMA that the segment starts in; its start needs no alignment. */
    public static MemoryPolicy get(Kernel kernel, CallFrame frame, MemorySegment segment) {
        if (segment.byteSize() == 0) {
            throw new IllegalArgumentException("a segment of zero bytes names no memory whose policy could be read");
        }
        frame.holding(segment);
        return new PolicyCalls(kernel, frame).get(segment.address(), OF_ADDRESS);
    }

    public static MemoryPolicy getThread(Kernel kernel, CallFrame frame) {
        requirePlatformThread("read");
        return new PolicyCalls(kernel, frame).get(0, 0);
    }

    private MemoryPolicy get(long address, int flags) {
        int bits = ORDINARY_BITS;
        long result = ask(bits, address, flags);
        if (result == -Errno.EINVAL.number()) {
            bits = NodeMask.MAX_BITS;
            result = ask(bits, address, flags);
        }
        require(result, "get_mempolicy", new PolicyRequest(address, 0, MemoryPolicy.none(), Set.of()));
        return decode(frame.status.get(ValueLayout.JAVA_INT, 0), NodeMask.read(frame.pages, bits));
    }

    private long ask(int bits, long address, int flags) {
        NodeMask.write(NodeSet.empty(), bits, frame.pages);
        return kernel.getMempolicy(frame, frame.status, frame.pages, NodeMask.maxNode(bits), address, flags);
    }

    private static MemoryPolicy decode(int kernelMode, NodeSet nodes) {
        int number = kernelMode;
        Set<MemoryPolicy.Flag> flags = EnumSet.noneOf(MemoryPolicy.Flag.class);
        for (MemoryPolicy.Flag flag : MemoryPolicy.Flag.values()) {
            if ((kernelMode & flag.bit()) != 0) {
                flags.add(flag);
                number &= ~flag.bit();
            }
        }
        for (MemoryPolicy.Mode mode : MemoryPolicy.Mode.values()) {
            if (mode.number() == number) {
                // Up to Linux 5.13 LOCAL is read back so.
                boolean local = mode == MemoryPolicy.Mode.PREFERRED && nodes.isEmpty();
                return new MemoryPolicy(
                        local ? MemoryPolicy.Mode.LOCAL : mode, nodes, flags, OptionalInt.empty());
            }
        }
        // A mode that is younger than this library.
        return new MemoryPolicy(MemoryPolicy.Mode.UNKNOWN, nodes, flags, OptionalInt.empty());
    }

    /**
     * Set the policy of a segment's pages: mbind(2), then the home node.
     *
     * <p>A segment of zero bytes names no page, so nothing is asked. The kernel refuses a start that is not on a page boundary (EINVAL),
     * because the policy would reach to memory before it; an end that is not is rounded up, so memory behind it is reached.
     *
     * <p>Pages that MOVE migrates go to the node nearest to the calling CPU, not to the home node: the kernel has no call that
     * sets both. If the home node is refused, the policy stays set without it.
     */
    public static void set(Kernel kernel, CallFrame frame, MemorySegment segment, MemoryPolicy policy,
            BindFlag... flags) {
        if (segment.byteSize() > 0) {
            frame.holding(segment);
            bind(kernel, frame, segment.address(), segment.byteSize(), policy, flags);
        }
    }

    /** Set the policy of pages that the caller keeps mapped. */
    public static void bind(Kernel kernel, CallFrame frame, long address, long bytes, MemoryPolicy policy,
            BindFlag... flags) {
        new PolicyCalls(kernel, frame).bind(address, bytes, policy, flags);
    }

    private void bind(long address, long bytes, MemoryPolicy policy, BindFlag... flags) {
        int bits = 0;
        for (BindFlag flag : flags) {
            bits |= flag.bit();
        }
        long result = kernel.mbind(frame, address, bytes, encode(policy), mask(policy), maxNode(policy), bits);
        PolicyRequest request = new PolicyRequest(address, bytes, policy, Set.of(flags));
        require(result, "mbind", request);
        if (policy.home().isPresent()) {
            int home = policy.home().getAsInt();
            require(kernel.setMempolicyHomeNode(frame, address, bytes, home, 0), "set_mempolicy_home_node", request);
        }
    }

    public static void setThread(Kernel kernel, CallFrame frame, MemoryPolicy policy) {
        requirePlatformThread("set");
        if (policy.home().isPresent()) {
            throw new IllegalArgumentException(
                    "the policy of a thread has no home node, only that of memory: " + policy);
        }
        PolicyCalls calls = new PolicyCalls(kernel, frame);
        calls.require(
                kernel.setMempolicy(frame, encode(policy), calls.mask(policy), maxNode(policy)), "set_mempolicy",
                PolicyRequest.ofThread(policy));
    }

    private static void requirePlatformThread(String verb) {
        if (Thread.currentThread().isVirtual()) {
            throw new UnsupportedOperationException(
                    "cannot " + verb + " the memory policy of a virtual thread: the policy"
                            + " belongs to its carrier, which it changes and shares; use a platform thread");
        }
    }

    private static int encode(MemoryPolicy policy) {
        if (policy.incomplete()) {
            throw new IllegalArgumentException(
                    "the policy " + policy + " is not known completely, so it cannot be set; "
                            + "read it with policy(segment), which the kernel does not cut, or name its nodes");
        }
        int mode = policy.mode().number();
        for (MemoryPolicy.Flag flag : policy.flags()) {
            mode |= flag.bit();
        }
        return mode;
    }

    /** The empty mask is a NULL pointer with maxnode 0, which every kernel reads alike. */
    private MemorySegment mask(MemoryPolicy policy) {
        NodeSet nodes = policy.nodes();
        return nodes.isEmpty() ? MemorySegment.NULL : NodeMask.write(nodes, nodes.highest() + 1, frame.pages);
    }

    private static long maxNode(MemoryPolicy policy) {
        return policy.nodes().isEmpty() ? 0 : NodeMask.maxNode(policy.nodes().highest() + 1);
    }

    private void require(long result, String call, PolicyRequest request) {
        if (result < 0) {
            throw Refusals.explainPolicy(kernel, call, request, (int) -result);
        }
    }
}
