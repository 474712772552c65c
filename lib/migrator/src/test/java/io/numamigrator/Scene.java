package io.numamigrator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;

/** Pages in the states that one test needs, and what is known of them; all are given back when it closes. */
final class Scene implements AutoCloseable {

    private final Laboratory lab;
    private final Arena arena = Arena.ofShared();
    private final Set<Long> held = new HashSet<>();

    Scene(Laboratory lab) {
        this.lab = lab;
    }

    /** Return the address of a page on a node that nothing keeps from moving. */
    long page(int node) {
        return lab.on(node, arena, 1).address();
    }

    /** Return the address of a page that somebody holds. */
    long pinned(int node) {
        MemorySegment page = lab.on(node, arena, 1);
        lab.pin(page, arena);
        held.add(page.address());
        return page.address();
    }

    /** Return an address that belongs to no VMA: below the lowest one that the kernel gives out. */
    long hole() {
        return 0x8000;
    }

    boolean isHeld(long address) {
        return held.contains(address);
    }

    @Override
    public void close() {
        arena.close();
    }
}
