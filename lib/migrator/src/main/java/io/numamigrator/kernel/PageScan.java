package io.numamigrator.kernel;

/**
 * A scan of one process's page tables, PAGEMAP_SCAN of Linux 6.7.
 *
 * <p>It needs no privilege beyond reading {@code /proc/PID/pagemap} and tells which addresses hold a page, and which of
 * those are mapped by one huge entry, far cheaper than asking for the node of every address.
 */
public interface PageScan extends AutoCloseable {

    /** A page is there: category bit of {@link #categories}. */
    int PRESENT = 1;

    /** One huge entry maps the page: category bit of {@link #categories}. */
    int HUGE = 2;

    /**
     * Scan {@code [start, end)} and return how many regions were found, or a negative errno.
     *
     * <p>Regions are ascending and disjoint. Addresses between two regions belong to no VMA, or to one that the kernel
     * does not scan (device memory). The scan stops early when the region buffer is full: see {@link #stoppedAt}.
     *
     * @param warm whether to bring what a query of the pages found will read into the cache; pays for small pages only
     */
    int scan(CallFrame frame, long start, long end, boolean warm);

    /**
     * Tell whether every address between the regions of the last scan is mapped and has no page, and {@link #absentMeansEnoent}.
     *
     * <p>Then the kernel was not made to report what is absent, which takes it longer than to find it.
     */
    boolean gapsAreAbsent();

    /** Return the address at which the last scan stopped. */
    long stoppedAt();

    /** Return the first address of region {@code i} of the last scan. */
    long start(int i);

    /** Return the address after region {@code i} of the last scan. */
    long end(int i);

    /** Return the category bits of region {@code i} of the last scan. */
    int categories(int i);

    /**
     * Tell whether move_pages(2) answers -ENOENT for every address of a region that is not {@link #PRESENT}.
     *
     * <p>True from Linux 6.12. Linux 4.3 to 6.11 answers -EFAULT for untouched anonymous memory, so there the kernel
     * has to be asked.
     */
    boolean absentMeansEnoent();

    @Override
    void close();
}
