package io.numamigrator.sim;

import io.numamigrator.NodeSet;
import org.jspecify.annotations.Nullable;

/** A thread: it runs on a CPU, has a policy for the pages it touches first, and belongs to a cpuset. */
final class Task {

    /** The number in the first pid namespace. */
    final int tid;
    final Process process;
    final PidNamespace pidNamespace;
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
    int node() {
        return process.machine().nodeOfCpu(cpu);
    }

    Cpuset cpuset() {
        return cpuset;
    }

    void enter(Cpuset other) {
        cpuset = other;
    }

    /** Return the nodes with memory that its cpuset lets it use. */
    NodeSet allowed() {
        return cpuset.allowed(process.machine().nodesWithMemory());
    }

    @Nullable Policy policy() {
        return policy;
    }

    void setPolicy(@Nullable Policy other) {
        policy = other;
    }

    InterleaveRotor rotor() {
        return rotor;
    }
}
