package io.numamigrator.sim;

import io.numamigrator.Errno;
import io.numamigrator.MemoryRange;
import io.numamigrator.sim.machine.FaultPlan;
import java.util.Objects;

/**
 * What goes wrong on a machine, to order: by call, by address, by count, or by a seed. The same order, the same faults.
 *
 * <p>Of a node that runs out of memory tells {@link SimulatedMachine#fill}, of one that is taken away {@link
 * SimulatedMachine#unplug}.
 *
 * {@snippet :
 * machine.faults()
 *         .busy(cache, 3)
 *         .before(SystemCall.MOVE_PAGES, 2, () -> process.confineTo(NodeSet.of(0)))
 *         .answer(SystemCall.MOVE_PAGES, 3, Errno.EINTR);
 * }
 */
public final class Faults {

    private final FaultPlan plan;

    Faults(FaultPlan plan) {
        this.plan = plan;
    }

    /** Have the {@code nth} such call from now on, counted from 1, answered with an errno and not carried out. */
    public Faults answer(SystemCall call, int nth, Errno errno) {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(errno, "errno");
        plan.answer(call.number(), nth, errno);
        return this;
    }

    /**
     * Have every such call answered with an errno, by something that leaves no trace: a security module, or a sandbox.
     *
     * <p>A seccomp filter is seen in /proc/PID/status: {@link SimulatedProcess#seccomp}.
     */
    public Faults refuse(SystemCall call, Errno errno) {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(errno, "errno");
        plan.refuse(call.number(), errno);
        return this;
    }

    /** Have something happen before the {@code nth} such call from now on: a cpuset changes, a process ends, a node goes. */
    public Faults before(SystemCall call, int nth, Runnable event) {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(event, "event");
        plan.before(call.number(), nth, event);
        return this;
    }

    /** Interrupt the next move_pages(2) that comes to the entry with this index: EINTR, what was queued before it moves. */
    public Faults interruptAtEntry(long index) {
        plan.interruptAtEntry(index);
        return this;
    }

    /** Have the pages of a range be busy the next so many times that the engine tries one of them. */
    public Faults busy(MemoryRange range, int times) {
        Objects.requireNonNull(range, "range");
        plan.busy(range, times);
        return this;
    }

    /** Have every attempt with a number from {@code first} to {@code last} be busy, whichever page it is of; counted from 1. */
    public Faults busyAttempts(long first, long last) {
        plan.busyAttempts(first, last);
        return this;
    }

    /** Have one attempt of {@code oneIn} be busy, by chance, but with the same seed always the same ones. */
    public Faults busyAtRandom(long seed, int oneIn) {
        plan.busyAtRandom(seed, oneIn);
        return this;
    }

    /** Have a security module refuse that memory is moved. */
    public Faults securityModule(Errno errno) {
        Objects.requireNonNull(errno, "errno");
        plan.securityModule(errno);
        return this;
    }

    /** Have a security module refuse that a process looks into another. */
    public Faults securityModuleOfPtrace(Errno errno) {
        Objects.requireNonNull(errno, "errno");
        plan.securityModuleOfPtrace(errno);
        return this;
    }

    /** Let nothing go wrong any more. */
    public void clear() {
        plan.clear();
    }

    /** Say what is planned. */
    @Override
    public String toString() {
        return plan.toString();
    }
}
