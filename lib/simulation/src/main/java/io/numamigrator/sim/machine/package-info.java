/**
 * What all processes share: nodes and how much of them is free, zonelists, swap, which faults are injected, and who watches.
 *
 * <p>{@code Machine.lock} is held shared by calls that only read page tables and move ordinary pages, alone by everything else. It is
 * taken before the lock of a page table; none is taken while that is held.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.sim.machine;

import org.jspecify.annotations.NullMarked;
