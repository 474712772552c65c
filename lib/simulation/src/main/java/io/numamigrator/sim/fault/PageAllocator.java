package io.numamigrator.sim.fault;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.MemoryNode;
import io.numamigrator.sim.mm.AreaPolicy;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.policy.InterleaveRotor;
import io.numamigrator.sim.policy.Policy;
import io.numamigrator.sim.policy.Policy.Mode;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Chooses the node that a page is allocated on: by policy, CPU, cpuset, distance, and what is free. */
public final class PageAllocator {

    private final Task task;
    private final Machine machine;
    private final NodeSet allowed;

    public PageAllocator(Task task) {
        this.task = task;
        this.machine = task.process.machine();
        this.allowed = task.allowed();
    }

    /** Return the policy in effect for a page of an area: the area's or its file's, else its thread's, else null. */
    public @Nullable Policy policyFor(@Nullable Vma area, long page) {
        Policy own = area == null ? null : AreaPolicy.at(area, page, machine.geometry());
        return own != null ? own : task.policy();
    }

    /** Return the nodes to try for an allocation that does not interleave, in order. */
    public int[] order(@Nullable Policy policy) {
        if (policy == null) {
            return zonelist(task.node());
        }
        return switch (policy.mode()) {
            case DEFAULT, LOCAL -> zonelist(task.node());
            case PREFERRED ->
                zonelist(policy.nodes().isEmpty() ? task.node() : policy.nodes().stream().min().orElseThrow());
            case BIND -> bound(policy);
            case PREFERRED_MANY -> firstOf(policy);
            case INTERLEAVE, WEIGHTED_INTERLEAVE -> zonelist(task.rotor().next(policy.nodes(), weightsOf(policy)));
        };
    }

    /** Return the nodes to try for the page with this interleave index. */
    public int[] order(Policy policy, long index) {
        return zonelist(interleaved(policy, index));
    }

    /** Return the node that interleaving gives a page. */
    int interleaved(Policy policy, long index) {
        int[] nodes = policy.nodes().stream().toArray();
        if (nodes.length == 0) {
            return task.node();
        }
        long at = machine.kernel().has(KernelSwitch.INTERLEAVE_INDEX_32) ? index & 0xffff_ffffL : index;
        if (policy.mode() == Mode.INTERLEAVE) {
            return nodes[(int) Long.remainderUnsigned(at, nodes.length)];
        }
        int[] weights = IntStream.of(nodes).map(machine::weight).toArray();
        int slot = (int) Long.remainderUnsigned(at, IntStream.of(weights).sum());
        int i = 0;
        while (slot >= weights[i]) {
            slot -= weights[i++];
        }
        return nodes[i];
    }

    private InterleaveRotor.Weights weightsOf(Policy policy) {
        return policy.mode() == Mode.INTERLEAVE ? node -> 1 : machine::weight;
    }

    /** Nodes that the cpuset has lost since bind nobody any more. */
    private int[] bound(Policy policy) {
        int[] order = within(policy, true);
        return order.length == 0 ? zonelist(task.node()) : order;
    }

    private int[] within(Policy policy, boolean only) {
        int start = policy.home() >= 0 ? policy.home() : task.node();
        IntStream near = machine.kernel().has(KernelSwitch.BIND_TAKES_LOWEST)
                ? machine.nodesWithMemory().stream()
                : Arrays.stream(machine.zonelist(start));
        return near.filter(node -> policy.nodes().contains(node) == only && allowed.contains(node)).toArray();
    }

    private int[] firstOf(Policy policy) {
        return IntStream.concat(Arrays.stream(within(policy, true)), Arrays.stream(within(policy, false))).toArray();
    }

    private int[] zonelist(int start) {
        int[] all = machine.zonelist(start);
        return allowed.size() == all.length ? all : Arrays.stream(all).filter(allowed::contains).toArray();
    }

    /** Take one folio's pages together from the first node that has them, and return the node. */
    int take(int[] order, int pages) {
        do {
            for (int node : order) {
                if (machine.node(node).takeAll(pages)) {
                    count(order[0], node, pages);
                    return node;
                }
            }
        } while (reclaim(order));
        throw outOfMemory(order);
    }

    /** Let what left full nodes make room: before memory is out, a page fault waits until it does. */
    boolean reclaim(int[] order) {
        boolean found = false;
        for (int node : order) {
            found |= machine.node(node).release();
        }
        return found;
    }

    /** Note pages allocated on {@code node} that were wanted on {@code wanted}. */
    void count(int wanted, int node, long pages) {
        MemoryNode got = machine.node(node);
        (node == wanted ? got.hits : got.misses).add(pages);
        if (node != wanted) {
            machine.node(wanted).foreign.add(pages);
        }
        (node == task.node() ? got.local : got.other).add(pages);
    }

    IllegalStateException outOfMemory(int[] order) {
        return new IllegalStateException(
                "out of memory: process " + task.process.pid() + " touched a page, and no node of "
                        + NodeSet.of(order) + " has one free");
    }
}
