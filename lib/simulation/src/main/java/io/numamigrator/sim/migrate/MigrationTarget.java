package io.numamigrator.sim.migrate;

/** Where the memory for pages on the move comes from: the callback that allocates the new page. */
sealed interface MigrationTarget permits NodeTarget, PolicyTarget, PolicyTarget.Part {

    /** Take memory for one folio of {@code pages} base pages, and return its node, or -ENOMEM. */
    int take(int target, int pages);

    /** Take memory for up to {@code pages} base pages on one node, and return for how many. */
    int takeSome(int target, int pages);

    /** Tell whether each page may get another node, so that they are taken one by one. */
    boolean singly();

    /** Return the nodes that a hugetlb page may go to, in order. */
    int[] order(int target);

    /** Return where a base page is to go that a huge one was split into. */
    default MigrationTarget forPart(long page) {
        return this;
    }
}
