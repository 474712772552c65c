package io.numamigrator.sim.task;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.policy.InterleaveRotor;
import io.numamigrator.sim.policy.Policy;
import org.jspecify.annotations.Nullable;

/** A thread: it runs on a CPU, has a policy for the pages it touches first, and belongs to a cpuset. */
public final class Task {

    /** The number in the first pid namespace. */
    public final int tid;
    public final Process process;
    public final PidNamespace pidNamespace;
    private int cpu;
    private Cpuset cpuset;
    private @Nullable Policy policy;
    private final InterleaveRotor rotor = new InterleaveRotor();

    Task(int tid, Process process, PidNamespace pidNamespace, int cpu, Cpuset cpuset) {
        this.tid = tid;
        this.process = process;
        this.pidNamespace = pidNamespace;
        this.cpu = cpu;
        this.cpuset = cpuset;
    }

    /** Be where another thread is, with its policy. */
    void beLike(Task other) {
        cpu = other.cpu;
        cpuset = other.cpuset;
        policy = other.policy;
    }

    int cpu() {
        return cpu;
    }

    void runOn(int other) {
        cpu = other;
    }

    /** Return the node of the CPU it runs on. */
    public int node() {
        return process.machine().nodeOfCpu(cpu);
    }

    public Cpuset cpuset() {
        return cpuset;
    }

    public void enter(Cpuset other) {
        cpuset = other;
    }

    /** Return the nodes with memory that its cpuset lets it use. */
    public NodeSet allowed() {
        return cpuset.allowed(process.machine().nodesWithMemory());
    }

    public @Nullable Policy policy() {
        return policy;
    }

    public void setPolicy(@Nullable Policy other) {
        policy = other;
    }

    public InterleaveRotor rotor() {
        return rotor;
    }
}
