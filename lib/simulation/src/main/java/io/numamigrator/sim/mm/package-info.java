/**
 * Memory of processes: address spaces, areas, page tables, folios, files, and what splits, frees, swaps and merges them.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.sim.mm;

import org.jspecify.annotations.NullMarked;
