package io.numamigrator.sim;

import io.numamigrator.Errno;
import io.numamigrator.MemoryRange;
import io.numamigrator.sim.machine.FaultPlan;
import java.util.Objects;

/**
 * Fault injection for a simulated machine: by call, address, count or seed. The same plan gives the same faults.
 *
 * <p>For a full node see {@link SimulatedMachine#fill}, for the removal of a node {@link
 * SimulatedMachine#unplug}.
 *
 * {@snippet :
 * machine.faults()
 *         .busy(cache, 3)
 *         .before(SystemCall.MOVE_PAGES, 2, () -> process.confineTo(NodeSet.of(0)))
 *         .answer(SystemCall.MOVE_PAGES, 3, Errno.EINTR);
 * }
 */
public final class FaultInjection {

    private final FaultPlan plan;

    FaultInjection(FaultPlan plan) {
        this.plan = plan;
    }

    /** Plans that the {@code nth} such call from now on, counted from 1, fails with an errno and has no effect. */
    public FaultInjection answer(SystemCall call, int nth, Errno errno) {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(errno, "errno");
        plan.answer(call.number(), nth, errno);
        return this;
    }

    /**
     * Makes every such call fail with an errno, as a security module or sandbox does that cannot be detected.
     *
     * <p>A seccomp filter is seen in /proc/PID/status: {@link SimulatedProcess#seccomp}.
     */
    public FaultInjection refuse(SystemCall call, Errno errno) {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(errno, "errno");
        plan.refuse(call.number(), errno);
        return this;
    }

    /** Plans an event before the {@code nth} such call from now on: a cpuset changes, a process ends, a node is removed. */
    public FaultInjection before(SystemCall call, int nth, Runnable event) {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(event, "event");
        plan.before(call.number(), nth, event);
        return this;
    }

    /** Interrupts the next move_pages(2) at the entry with this index: the call fails with EINTR, pages queued before it move. */
    public FaultInjection interruptAtEntry(long index) {
        plan.interruptAtEntry(index);
        return this;
    }

    /** Makes the pages of a range busy for the next {@code times} attempts of the engine. */
    public FaultInjection busy(MemoryRange range, int times) {
        Objects.requireNonNull(range, "range");
        plan.busy(range, times);
        return this;
    }

    /** Makes attempts {@code first} to {@code last} (inclusive, counted from 1) fail as busy, whatever the page. */
    public FaultInjection busyAttempts(long first, long last) {
        plan.busyAttempts(first, last);
        return this;
    }

    /** Makes one in {@code oneIn} attempts fail as busy, pseudo-randomly from a seed. */
    public FaultInjection busyAtRandom(long seed, int oneIn) {
        plan.busyAtRandom(seed, oneIn);
        return this;
    }

    /** Makes a security module refuse to move memory. */
    public FaultInjection securityModule(Errno errno) {
        Objects.requireNonNull(errno, "errno");
        plan.securityModule(errno);
        return this;
    }

    /** Makes a security module refuse access to other processes. */
    public FaultInjection securityModuleOfPtrace(Errno errno) {
        Objects.requireNonNull(errno, "errno");
        plan.securityModuleOfPtrace(errno);
        return this;
    }

    /** Removes all planned faults. */
    public void clear() {
        plan.clear();
    }

    /** Returns the planned faults in words. */
    @Override
    public String toString() {
        return plan.toString();
    }
}
