package io.numamigrator;

import io.numamigrator.pages.PageList;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The nodes of pages, or their status after a move: the immutable answer of one call.
 *
 * <p>Safe to read from any number of threads. To ask many times without allocating, see {@link PageBuffer}.
 */
public final class PageReport extends PageView {

    private final PageList pages;
    private final short[] status;
    private final short[] raw;
    private final int pageSize;

    /**
     * One page.
     *
     * @param address the address asked for; of a segment or range, the page's first
     * @param status the verified status
     * @param raw what the kernel wrote for the page in the last call that named it (a node or a negative errno), empty
     *     where it wrote nothing
     */
    public record Entry(long address, PageStatus status, OptionalInt raw) {

        @Override
        public String toString() {
            return Long.toHexString(address) + " " + status;
        }
    }

    /** Makes the report of a query, where what the kernel wrote is what is true; for the library's own use, as the next one. */
    @SuppressWarnings("exports")
    public PageReport(PageList pages, short[] status, int pageSize) {
        this(pages, status, status, pageSize);
    }

    /** Takes over the arrays: nobody may write to them from now on. */
    @SuppressWarnings("exports")
    public PageReport(PageList pages, short[] status, short[] raw, int pageSize) {
        this.pages = Objects.requireNonNull(pages, "pages");
        this.status = Objects.requireNonNull(status, "status");
        this.raw = Objects.requireNonNull(raw, "raw");
        this.pageSize = pageSize;
    }

    @Override
    PageList list() {
        return pages;
    }

    @Override
    short[] statuses() {
        return status;
    }

    @Override
    short[] written() {
        return raw;
    }

    @Override
    public int pageSize() {
        return pageSize;
    }
}
