package io.numamigrator.sim;

import io.numamigrator.Errno;
import io.numamigrator.MemoryRange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

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

    /** What happens before a call, and what it is answered with instead of being carried out, 0 if it is carried out. */
    private record Planned(SystemCall call, long number, Runnable event, int answer) {}

    private final Map<SystemCall, Long> calls = new EnumMap<>(SystemCall.class);
    private final List<Planned> planned = new ArrayList<>();
    private final Map<SystemCall, Integer> filter = new ConcurrentHashMap<>();
    private final List<BusyPages> busy = new CopyOnWriteArrayList<>();
    private volatile int memoryHook;
    private volatile int ptraceHook;
    private volatile long interruptAt = -1;

    Faults() {}

    /** Have the {@code nth} such call from now on, counted from 1, answered with an errno and not carried out. */
    public Faults answer(SystemCall call, int nth, Errno errno) {
        return plan(call, nth, () -> {}, -errno.number());
    }

    /**
     * Have every such call answered with an errno, by something that leaves no trace: a security module, or a sandbox.
     *
     * <p>A seccomp filter is seen in /proc/PID/status: {@link SimulatedProcess#seccomp}.
     */
    public Faults refuse(SystemCall call, Errno errno) {
        filter.put(call, -errno.number());
        return this;
    }

    /** Have something happen before the {@code nth} such call from now on: a cpuset changes, a process ends, a node goes. */
    public Faults before(SystemCall call, int nth, Runnable event) {
        return plan(call, nth, event, 0);
    }

    private synchronized Faults plan(SystemCall call, int nth, Runnable event, int answer) {
        if (nth < 1) {
            throw new IllegalArgumentException("nth: " + nth + "; calls are counted from 1");
        }
        planned.add(new Planned(call, calls.getOrDefault(call, 0L) + nth, event, answer));
        return this;
    }

    /** Interrupt the next move_pages(2) that comes to the entry with this index: EINTR, what was queued before it moves. */
    public Faults interruptAtEntry(long index) {
        if (index < 0) {
            throw new IllegalArgumentException("index: " + index);
        }
        interruptAt = index;
        return this;
    }

    /** Have the pages of a range be busy the next so many times that the engine tries one of them. */
    public Faults busy(MemoryRange range, int times) {
        busy.add(BusyPages.at(range, times));
        return this;
    }

    /** Have every attempt with a number from {@code first} to {@code last} be busy, whichever page it is of; counted from 1. */
    public Faults busyAttempts(long first, long last) {
        busy.add(BusyPages.numbered(first, last));
        return this;
    }

    /** Have one attempt of {@code oneIn} be busy, by chance, but with the same seed always the same ones. */
    public Faults busyAtRandom(long seed, int oneIn) {
        busy.add(BusyPages.random(new Random(seed), oneIn));
        return this;
    }

    /** Have a security module refuse that memory is moved. */
    public Faults securityModule(Errno errno) {
        memoryHook = -errno.number();
        return this;
    }

    /** Have a security module refuse that a process looks into another. */
    public Faults securityModuleOfPtrace(Errno errno) {
        ptraceHook = -errno.number();
        return this;
    }

    /** Let nothing go wrong any more. */
    public synchronized void clear() {
        planned.clear();
        filter.clear();
        busy.clear();
        memoryHook = 0;
        ptraceHook = 0;
        interruptAt = -1;
    }

    /** Count a call, let happen what was planned before it, and return its answer if it is not to be carried out, else 0. */
    int onCall(SystemCall call) {
        List<Planned> due = new ArrayList<>();
        synchronized (this) {
            long number = calls.merge(call, 1L, Long::sum);
            planned.removeIf(each -> each.call == call && each.number == number && due.add(each));
        }
        int answer = filter.getOrDefault(call, 0);
        for (Planned each : due) {
            each.event.run();
            answer = answer != 0 ? answer : each.answer;
        }
        return answer;
    }

    /** Tell whether single pages may be busy, so that each has to be tried by itself. */
    boolean concernPages() {
        return !busy.isEmpty();
    }

    /** Tell whether this attempt finds a page busy. */
    boolean isBusy(long address) {
        boolean found = false;
        for (BusyPages each : busy) {
            found |= each.isBusy(address);
        }
        return found;
    }

    /** Return the first entry that is not looked at because of an interruption, which is over with that. */
    boolean interrupts(long entry) {
        if (interruptAt != entry) {
            return false;
        }
        interruptAt = -1;
        return true;
    }

    int memoryHook() {
        return memoryHook;
    }

    boolean ptraceIsRefused() {
        return ptraceHook != 0;
    }

    /** Say what is planned. */
    @Override
    public synchronized String toString() {
        return planned.size() + " planned for calls, " + filter.size() + " calls refused, " + busy.size()
                + " for pages";
    }
}
