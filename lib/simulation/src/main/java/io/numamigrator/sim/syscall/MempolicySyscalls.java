package io.numamigrator.sim.syscall;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.fault.PageFault;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.AreaPolicy;
import io.numamigrator.sim.mm.Backing;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.SimulatedFile;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.policy.Policy;
import io.numamigrator.sim.policy.Policy.Mode;
import io.numamigrator.sim.policy.PolicyMaker;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** set_mempolicy(2) and get_mempolicy(2): SEMANTICS 3.3 and 3.4. */
final class MempolicySyscalls {

    static final int NODE = 1;
    static final int ADDR = 2;
    static final int MEMS_ALLOWED = 4;

    private final Task caller;
    private final Machine machine;
    private final KernelVersion kernel;

    MempolicySyscalls(Task caller) {
        this.caller = caller;
        this.machine = caller.process.machine();
        this.kernel = machine.kernel();
    }

    long set(int modeWord, MemorySegment nodeMask, long maxNode) {
        PolicyMaker maker = new PolicyMaker(machine);
        Mode mode = maker.mode(modeWord);
        if (mode == null) {
            return maker.error();
        }
        NodeMask mask = NodeMask.read(machine, nodeMask, maxNode);
        if (mask.error() != 0) {
            return mask.error();
        }
        if (kernel.has(KernelSwitch.STRICT_TASK_NODES) && !caller.allowed().containsAll(mask.nodes())) {
            return NegativeErrno.EINVAL;
        }
        Policy policy = maker.make(mode, maker.flags(modeWord), mask.nodes(), caller.allowed());
        if (maker.error() != 0) {
            return maker.error();
        }
        machine.exclusively(() -> {
            caller.setPolicy(policy);
            if (policy != null && policy.interleaves()) {
                caller.rotor().reset();
            }
        });
        return 0;
    }

    long get(MemorySegment mode, MemorySegment nodeMask, long maxNode, long address, int flags) {
        return machine.exclusively(() -> get(new Answers(mode, nodeMask, maxNode), address, flags));
    }

    /** Return for how many nodes there has to be room in a mask that is written. */
    private int maskBits() {
        return kernel.has(KernelSwitch.WIDE_GET_MEMPOLICY) ? machine.spec().maxNodes() : machine.nodeIds();
    }

    private long get(Answers answers, long address, int flags) {
        if (!UserArray.isNull(answers.nodeMask) && Long.compareUnsigned(answers.maxNode, maskBits()) < 0) {
            return NegativeErrno.EINVAL;
        }
        int known = kernel.has(KernelSwitch.MEMS_ALLOWED_FLAG) ? NODE | ADDR | MEMS_ALLOWED : NODE | ADDR;
        if ((flags & ~known) != 0) {
            return NegativeErrno.EINVAL;
        }
        if ((flags & MEMS_ALLOWED) != 0) {
            return flags == MEMS_ALLOWED ? answers.write(0, caller.allowed()) : NegativeErrno.EINVAL;
        }
        if ((flags & ADDR) == 0) {
            return address != 0 ? NegativeErrno.EINVAL : ofTask(answers, flags);
        }
        return ofArea(answers, address, flags);
    }

    private long ofTask(Answers answers, int flags) {
        Policy policy = caller.policy();
        if ((flags & NODE) == 0) {
            return answers.write(word(policy), nodes(policy));
        }
        if (policy == null || !policy.interleaves()) {
            return NegativeErrno.EINVAL;
        }
        return answers.write(caller.rotor().peek(policy.nodes()), nodes(policy));
    }

    private long ofArea(Answers answers, long address, int flags) {
        AddressSpace space = caller.process.requireSpace();
        Vma area = space.at(address);
        if (area == null) {
            return NegativeErrno.EFAULT;
        }
        Policy policy = AreaPolicy.at(area, machine.geometry().page(address), machine.geometry());
        if ((flags & NODE) == 0) {
            return answers.write(word(policy), nodes(policy));
        }
        int node = faultIn(space, area, address);
        return node < 0 ? node : answers.write(node, nodes(policy));
    }

    /** Touch a page for reading and return its node; untouched anonymous memory shows the zero page's. */
    private int faultIn(AddressSpace space, Vma area, long address) {
        long page = machine.geometry().page(address);
        boolean hasPages = switch (area.backing()) {
            case Backing.Device(String _) -> false;
            case Backing.Vvar() -> false;
            case Backing.Anonymous(),Backing.OfFile(SimulatedFile _),Backing.Hugetlb(SimulatedFile _),Backing.Vdso() ->
                true;
        };
        if (!area.isAccessible() || !hasPages) {
            return NegativeErrno.EFAULT;
        }
        new PageFault(caller, false, null).touch(page, page + 1);
        int entry = space.table.entry(page);
        return Pte.kind(entry) == Pte.ZERO
                ? machine.zeroPageNode()
                : Pte.kind(entry) == Pte.RARE
                        ? space.folio(page).node
                        : Pte.node(entry);
    }

    private static int word(@Nullable Policy policy) {
        return policy == null ? 0 : policy.mode().ordinal() | policy.flags();
    }

    /** Return the nodes that a policy reads back with. */
    private NodeSet nodes(@Nullable Policy policy) {
        if (policy == null || policy.mode() == Mode.DEFAULT) {
            return NodeSet.empty();
        }
        boolean emptyPreferred = policy.mode() == Mode.PREFERRED && policy.nodes().isEmpty();
        if (emptyPreferred && kernel.has(KernelSwitch.EMPTY_PREFERRED_IS_ONLINE)) {
            return machine.online();
        }
        return policy.keepsAsked() ? policy.asked() : policy.nodes();
    }

    /** Where the answers go: the mode first, then the mask. */
    private final class Answers {
        private final MemorySegment mode;
        private final MemorySegment nodeMask;
        private final long maxNode;

        Answers(MemorySegment mode, MemorySegment nodeMask, long maxNode) {
            this.mode = mode;
            this.nodeMask = nodeMask;
            this.maxNode = maxNode;
        }

        long write(int word, NodeSet nodes) {
            if (!UserArray.isNull(mode)) {
                if (UserArray.writable(mode, Integer.BYTES, 1) < 1) {
                    return NegativeErrno.EFAULT;
                }
                mode.set(ValueLayout.JAVA_INT_UNALIGNED, 0, word);
            }
            return UserArray.isNull(nodeMask) ? 0 : writeMask(nodes);
        }

        /** What is after the word of the highest node is cleared, whatever was asked for when the policy was made. */
        private long writeMask(NodeSet nodes) {
            long words = Long.divideUnsigned(maxNode - 1 + Long.SIZE - 1, Long.SIZE);
            if (words * Long.BYTES > machine.geometry().pageSize()) {
                return NegativeErrno.EINVAL;
            }
            if (UserArray.writable(nodeMask, Long.BYTES, words) < words) {
                return NegativeErrno.EFAULT;
            }
            int end = (maskBits() + Long.SIZE - 1) / Long.SIZE * Long.SIZE;
            BitSet bits = nodes.stream().filter(node -> node < end).collect(BitSet::new, BitSet::set, BitSet::or);
            long[] mask = Arrays.copyOf(bits.toLongArray(), (int) words);
            MemorySegment.copy(mask, 0, nodeMask, ValueLayout.JAVA_LONG_UNALIGNED, 0, mask.length);
            return 0;
        }
    }
}
