package io.numamigrator.sim.machine;

import io.numamigrator.Errno;
import io.numamigrator.MemoryRange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is to go wrong on a machine: by call, by address, by count, or by a seed. */
public final class FaultPlan {

    /** What happens before a call, and what it is answered with instead of being carried out, 0 if it is carried out. */
    private record Planned(SyscallNumber call, long number, Runnable event, int answer) {}

    private final Map<SyscallNumber, Long> calls = new EnumMap<>(SyscallNumber.class);
    private final List<Planned> planned = new ArrayList<>();
    private final Map<SyscallNumber, Integer> filter = new ConcurrentHashMap<>();
    private final List<BusyPages> busy = new CopyOnWriteArrayList<>();
    private volatile int memoryHook;
    private volatile int ptraceHook;
    private volatile long interruptAt = -1;

    /** Have the {@code nth} such call from now on, counted from 1, answered with an errno and not carried out. */
    public void answer(SyscallNumber call, int nth, Errno errno) {
        plan(call, nth, () -> {}, -errno.number());
    }

    /**
     * Have every such call answered with an errno, by something that leaves no trace: a security module, or a sandbox.
     */
    public void refuse(SyscallNumber call, Errno errno) {
        filter.put(call, -errno.number());
    }

    /** Have something happen before the {@code nth} such call from now on: a cpuset changes, a process ends, a node goes. */
    public void before(SyscallNumber call, int nth, Runnable event) {
        plan(call, nth, event, 0);
    }

    private synchronized void plan(SyscallNumber call, int nth, Runnable event, int answer) {
        if (nth < 1) {
            throw new IllegalArgumentException("nth: " + nth + "; calls are counted from 1");
        }
        planned.add(new Planned(call, calls.getOrDefault(call, 0L) + nth, event, answer));
    }

    /** Interrupt the next move_pages(2) that comes to the entry with this index: EINTR, what was queued before it moves. */
    public void interruptAtEntry(long index) {
        if (index < 0) {
            throw new IllegalArgumentException("index: " + index);
        }
        interruptAt = index;
    }

    /** Have the pages of a range be busy the next so many times that the engine tries one of them. */
    public void busy(MemoryRange range, int times) {
        busy.add(BusyPages.at(range, times));
    }

    /** Have every attempt with a number from {@code first} to {@code last} be busy, whichever page it is of; counted from 1. */
    public void busyAttempts(long first, long last) {
        busy.add(BusyPages.numbered(first, last));
    }

    /** Have one attempt of {@code oneIn} be busy, by chance, but with the same seed always the same ones. */
    public void busyAtRandom(long seed, int oneIn) {
        busy.add(BusyPages.random(new Random(seed), oneIn));
    }

    /** Have a security module refuse that memory is moved. */
    public void securityModule(Errno errno) {
        memoryHook = -errno.number();
    }

    /** Have a security module refuse that a process looks into another. */
    public void securityModuleOfPtrace(Errno errno) {
        ptraceHook = -errno.number();
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
    public int onCall(SyscallNumber call) {
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
    public boolean isBusy(long address) {
        boolean found = false;
        for (BusyPages each : busy) {
            found |= each.isBusy(address);
        }
        return found;
    }

    /** Return the first entry that is not looked at because of an interruption, which is over with that. */
    public boolean interrupts(long entry) {
        if (interruptAt != entry) {
            return false;
        }
        interruptAt = -1;
        return true;
    }

    public int memoryHook() {
        return memoryHook;
    }

    public boolean ptraceIsRefused() {
        return ptraceHook != 0;
    }

    /** Say what is planned. */
    @Override
    public synchronized String toString() {
        return planned.size() + " planned for calls, " + filter.size() + " calls refused, " + busy.size()
                + " for pages";
    }
}
