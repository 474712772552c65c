package io.numamigrator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Pages in the states that one test needs, and what is known of them; all are given back when it closes. */
final class Scene implements AutoCloseable {

    private final Laboratory lab;
    private final Arena arena = Arena.ofConfined();
    private final Set<Long> held = new HashSet<>();
    private final List<LabProcess> processes = new ArrayList<>();

    Scene(Laboratory lab) {
        this.lab = lab;
    }

    /** Return how long the memory of this scene lives. */
    Arena arena() {
        return arena;
    }

    /** Return the address of a page on a node that nothing keeps from moving. */
    long page(int node) {
        return lab.on(node, arena, 1).address();
    }

    /** Return the address of a page that somebody holds. */
    long pinned(int node) {
        MemorySegment page = lab.on(node, arena, 1);
        lab.pin(page, arena);
        return excuse(page).address();
    }

    /** Return the address of a page that this process has mapped twice. */
    long twice(int node) {
        return excuse(lab.twiceOn(node, arena, 1).first()).address();
    }

    /** Return the address of a page that another process has mapped, too. */
    long sharedWithAnother(int node) {
        Laboratory.Twins twins = lab.twiceOn(node, arena, 1);
        process().sharing(MemoryRange.of(twins.first()), twins.file());
        return excuse(twins.first()).address();
    }

    /** Return the address of an anonymous page that was never touched. */
    long untouched() {
        return lab.untouched(arena, 1).address();
    }

    /** Return an address that belongs to no VMA: below the lowest one that the kernel gives out. */
    long hole() {
        return 0x8000;
    }

    /** Return the address of a transparent huge page. */
    long huge(int node) {
        return lab.hugeOn(node, arena, lab.hugePageSize()).address();
    }

    /** Return the address of a transparent huge page whose parts are sent different ways, so that some cannot get there. */
    long hugeTornApart(int node) {
        return excuse(lab.hugeOn(node, arena, lab.hugePageSize())).address();
    }

    /** Return the address of a transparent huge page that somebody holds by one of its base pages. */
    long pinnedHuge(int node) {
        MemorySegment huge = lab.hugeOn(node, arena, lab.hugePageSize());
        lab.pin(huge.asSlice(3L * lab.pageSize(), lab.pageSize()), arena);
        return excuse(huge).address();
    }

    /** Return the address of a page of the hugetlb pool. */
    long hugetlb(int node) {
        return lab.hugetlbOn(node, arena, 1).address();
    }

    /** Start a process that ends with this scene. */
    LabProcess process() {
        LabProcess process = lab.process();
        processes.add(process);
        return process;
    }

    /** Note that pages may be elsewhere than asked for after a move. */
    MemorySegment excuse(MemorySegment memory) {
        for (long at = 0; at < memory.byteSize(); at += lab.pageSize()) {
            held.add(memory.address() + at);
        }
        return memory;
    }

    boolean mayStayBehind(long address) {
        return held.contains(address & -lab.pageSize());
    }

    @Override
    public void close() {
        arena.close();
        for (LabProcess process : processes.reversed()) {
            process.close();
        }
    }
}
