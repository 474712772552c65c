package io.numamigrator.sim.fault;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Backing;
import io.numamigrator.sim.mm.Eviction;
import io.numamigrator.sim.mm.FileSystem;
import io.numamigrator.sim.mm.HeldPages;
import io.numamigrator.sim.mm.Merging;
import io.numamigrator.sim.mm.Protection;
import io.numamigrator.sim.mm.SimulatedFile;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.mm.Vma.HugeAdvice;
import io.numamigrator.sim.mm.Zap;
import io.numamigrator.sim.policy.Policy;
import io.numamigrator.sim.task.Process;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.MigrationStep;

/** What a process does with its memory, by itself and to order: map, touch, give back, pin. */
public final class ProcessMemory {

    private final Process process;
    private final Machine machine;
    private final AddressSpace space;
    private final Geometry geometry;

    public ProcessMemory(Process process) {
        this.process = process;
        this.machine = process.machine();
        this.space = process.requireSpace();
        this.geometry = machine.geometry();
    }

    public MemoryRange map(long bytes) {
        return map(bytes, geometry.pageSize(), HugeAdvice.NONE);
    }

    public MemoryRange mapHuge(long bytes) {
        return map(bytes, geometry.hugeSize(), HugeAdvice.HUGE);
    }

    private MemoryRange map(long bytes, long alignment, HugeAdvice advice) {
        long length = wholePages(bytes);
        return machine.exclusively(() -> {
            long start = space.findRoom(length, alignment);
            space.map(Vma.anonymous(start, start + length, geometry).withHuge(advice));
            return new MemoryRange(start, length);
        });
    }

    public MemoryRange mapShared(long bytes) {
        return mapFile(new SimulatedFile("/dev/zero (deleted)", FileSystem.SHMEM), 0, bytes, true);
    }

    public MemoryRange mapFile(SimulatedFile file, long firstPage, long bytes, boolean shared) {
        return mapBacking(new Backing.OfFile(file), firstPage, bytes, shared, file.path);
    }

    public MemoryRange mapBacking(Backing backing, long firstPage, long bytes, boolean shared, String name) {
        boolean huge = backing instanceof Backing.Hugetlb;
        long alignment = huge ? geometry.hugeSize() : geometry.pageSize();
        long length = (wholePages(bytes) + alignment - 1) & -alignment;
        return machine.exclusively(() -> {
            long start = space.findRoom(length, alignment);
            space.map(new Vma(start, start + length, backing, firstPage, shared, Vma.READ_WRITE, null, false,
                    HugeAdvice.NONE, name));
            return new MemoryRange(start, length);
        });
    }

    private long wholePages(long bytes) {
        if (bytes <= 0 || bytes > AddressSpace.MOST_ROOM) {
            throw new IllegalArgumentException("bytes: " + bytes + " cannot be mapped");
        }
        return geometry.pages(bytes) << geometry.pageShift();
    }

    public void adopt(MemoryRange range, HugeAdvice advice) {
        machine.exclusively(() -> space.map(Vma.anonymous(start(range), end(range), geometry).withHuge(advice)));
    }

    public void adopt(MemoryRange range, Backing backing, boolean shared, String name) {
        machine.exclusively(() -> space.map(new Vma(start(range), end(range), backing, 0, shared, Vma.READ_WRITE, null,
                false, HugeAdvice.NONE, name)));
    }

    public void adoptFile(MemoryRange range, SimulatedFile file, long firstPage, boolean shared) {
        machine.exclusively(
                () -> space.map(new Vma(start(range), end(range), new Backing.OfFile(file), firstPage, shared,
                        Vma.READ_WRITE, null, false, HugeAdvice.NONE, file.path)));
    }

    public void touch(Task task, MemoryRange range, boolean write) {
        boolean waits = machine.watchers().seeWaiting(space.number, start(range), end(range));
        machine.exclusively(() -> {
            new PageFault(task, write, null).touch(first(range), limit(range));
            if (waits) {
                machine.watchers().see(space.number, start(range), MigrationStep.FAULT_GOES_ON, 0, 0, 0, 0);
            }
        });
    }

    public void place(Task task, MemoryRange range, int node) {
        NodeSet one = NodeSet.of(machine.node(node).id());
        Policy there = new Policy(Policy.Mode.PREFERRED, 0, one, one, -1, one);
        machine.exclusively(() -> {
            Policy own = task.policy();
            task.setPolicy(there);
            try {
                new PageFault(task, true, there).touch(first(range), limit(range));
            } finally {
                task.setPolicy(own);
            }
        });
    }

    public void discard(MemoryRange range) {
        machine.exclusively(() -> new Zap(space).free(first(range), limit(range)));
    }

    public void unmap(MemoryRange range) {
        machine.exclusively(() -> space.unmap(start(range), end(range)));
    }

    /** Hold a further reference to each page. */
    public HeldPages hold(MemoryRange range) {
        HeldPages pin = new HeldPages(machine);
        machine.exclusively(() -> {
            for (long page = first(range); page < limit(range); page++) {
                pin.hold(space, page);
            }
        });
        return pin;
    }

    public void lock(MemoryRange range, boolean on) {
        machine.exclusively(() -> space.change(start(range), end(range), area -> area.withLocked(on)));
    }

    public void protect(MemoryRange range, int protection) {
        machine.exclusively(() -> new Protection(space, protection).apply(start(range), end(range)));
    }

    public void advise(MemoryRange range, HugeAdvice advice) {
        machine.exclusively(() -> space.change(start(range), end(range), area -> area.withHuge(advice)));
    }

    public void swapOut(MemoryRange range) {
        machine.exclusively(() -> {
            for (long page = first(range); page < limit(range); page++) {
                if (!new Eviction(space).evict(page)) {
                    throw new IllegalArgumentException(
                            "the page at 0x" + Long.toHexString(geometry.address(page)) + " cannot be swapped out");
                }
            }
        });
    }

    public void merge(MemoryRange range) {
        machine.exclusively(() -> {
            Merging merging = new Merging(machine);
            for (long page = first(range); page < limit(range); page++) {
                merging.merge(space, page);
            }
        });
    }

    /** A process has no memory in the kernel's half, nor where no address is; nobody can do anything with it there. */
    private long first(MemoryRange range) {
        if (range.start() < 0 || range.bytes() > geometry.taskSize() - range.start()) {
            throw new IllegalArgumentException(
                    "range " + range + " reaches beyond the memory that a process can have, which ends at 0x"
                            + Long.toHexString(geometry.taskSize()));
        }
        return geometry.page(range.start());
    }

    private long limit(MemoryRange range) {
        return range.bytes() == 0 ? first(range) : geometry.page(range.end() - 1) + 1;
    }

    private long start(MemoryRange range) {
        return geometry.address(first(range));
    }

    private long end(MemoryRange range) {
        return geometry.address(limit(range));
    }
}
