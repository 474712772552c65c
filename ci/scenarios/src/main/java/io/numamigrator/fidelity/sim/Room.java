package io.numamigrator.fidelity.sim;

/**
 * What stays free on a node that others fill.
 *
 * @param pages base pages
 * @param isScattered whether they lie singly, so that there is room for no huge page
 */
public record Room(int pages, boolean isScattered) {}
