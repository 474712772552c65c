package io.numamigrator.pages;

/** Neighbouring pages, from a page boundary on; a {@code PageBuffer} resets its own instead of making a new one. */
public final class PageSpan implements PageList {

    private long base;
    private int count;
    /** Of no pages yet: any will do until the first reset brings the kernel's. */
    private int pageSize = 4096;

    /** Returns the pages that hold at least one of some bytes: from the page of the first to the page of the last. */
    public static PageSpan of(long start, long bytes, int pageSize) {
        PageSpan span = new PageSpan();
        span.reset(start, bytes, pageSize);
        return span;
    }

    public void reset(long start, long bytes, int bytesPerPage) {
        long first = start & -bytesPerPage;
        long pages = bytes == 0 ? 0 : (start + bytes - 1 - first >>> Integer.numberOfTrailingZeros(bytesPerPage)) + 1;
        // The text is made only where it is needed: this is on the way of every query.
        count = pages <= PageLimit.MOST ? (int) pages : PageLimit.checked(pages, named(start, bytes));
        base = first;
        pageSize = bytesPerPage;
    }

    private static String named(long start, long bytes) {
        return "a range of " + bytes + " bytes from 0x" + Long.toHexString(start);
    }

    public PageSpan copy() {
        PageSpan same = new PageSpan();
        same.base = base;
        same.count = count;
        same.pageSize = pageSize;
        return same;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long address(int i) {
        return base + (long) i * pageSize;
    }

    @Override
    public void fill(int from, int n, long[] into, int at) {
        long first = address(from);
        for (int i = 0; i < n; i++) {
            into[at + i] = first + (long) i * pageSize;
        }
    }

    @Override
    public int contiguous(int i) {
        return count - i;
    }
}
