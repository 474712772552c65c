package io.numamigrator;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where pages live: one status for each page, in the order in which they were asked for.
 *
 * <p>Two bytes a page; entries are made when they are read. A report is a snapshot: the kernel may move a page as soon as
 * the call is back. It is safe to read from several threads, but not while it is being refilled by
 * {@link NumaMigrator#locate(java.lang.foreign.MemorySegment, PageReport)}.
 */
public final class PageReport implements Iterable<PageReport.Entry> {

    private static final short[] NONE = {};

    private PageList pages;
    private short[] status;
    private short @Nullable [] raw;
    private int pageSize;

    /**
     * One page.
     *
     * @param address the address asked for; of a segment or range, the page's first
     * @param status what is true
     * @param raw what the kernel wrote for the page in the last call that named it (a node or a negative errno), empty
     *     where it wrote nothing
     */
    public record Entry(long address, PageStatus status, OptionalInt raw) {

        @Override
        public String toString() {
            return Long.toHexString(address) + " " + status;
        }
    }

    /** Create a report without pages, to be filled and refilled by a locate call. */
    public PageReport() {
        this(new PageSpan(), NONE, null, 4096);
    }

    PageReport(PageList pages, short[] status, short @Nullable [] raw, int pageSize) {
        this.pages = pages;
        this.status = status;
        this.raw = raw;
        this.pageSize = pageSize;
    }

    /** Point this report at the pages of a range and return the array to be filled, reused where it is long enough. */
    short[] refill(long start, long bytes, int bytesPerPage) {
        PageSpan span = pages instanceof PageSpan own ? own : new PageSpan();
        span.reset(start, bytes, bytesPerPage);
        pages = span;
        pageSize = bytesPerPage;
        raw = null;
        if (status.length < span.count()) {
            status = new short[span.count()];
        }
        return status;
    }

    PageList list() {
        return pages;
    }

    short code(int i) {
        return status[i];
    }

    /** Return the number of pages. */
    public int pages() {
        return pages.count();
    }

    /** Return the size of a page in bytes. */
    public int pageSize() {
        return pageSize;
    }

    /** Return the address of page {@code i}. */
    public long address(int i) {
        return pages.address(checked(i));
    }

    /** Return what is true of page {@code i}. */
    public PageStatus status(int i) {
        return Status.of(status[checked(i)]);
    }

    /** Return the node of page {@code i}, or -1 where none is known. */
    public int node(int i) {
        return Math.max(status[checked(i)], -1);
    }

    /** Return what the kernel wrote for page {@code i}, a node or a negative errno; empty where it wrote nothing. */
    public OptionalInt raw(int i) {
        short written = raw == null ? status[checked(i)] : raw[checked(i)];
        return written == Status.NOT_REACHED ? OptionalInt.empty() : OptionalInt.of(written);
    }

    /** Return page {@code i}. */
    public Entry entry(int i) {
        return new Entry(address(i), status(i), raw(i));
    }

    private int checked(int i) {
        if (i < 0 || i >= pages.count()) {
            throw new IndexOutOfBoundsException("page " + i + " of " + pages.count());
        }
        return i;
    }

    /** Return the bytes on each node, ascending by node; nodes without a page are left out. */
    public Map<Integer, Long> bytesByNode() {
        Map<Integer, Long> bytes = new TreeMap<>();
        histogram().forEach((code, count) -> {
            if (code >= 0) {
                bytes.put(code, (long) count * pageSize);
            }
        });
        return bytes;
    }

    /** Return the bytes on one node. */
    public long bytesOn(int node) {
        return (long) count(node) * pageSize;
    }

    /** Return how many pages are in memory, on whatever node. */
    public int present() {
        short[] codes = status;
        int pages = pages();
        int negative = 0;
        // The sign bit, not a comparison: this form is compiled to vector instructions.
        for (int i = 0; i < pages; i++) {
            negative -= codes[i] >> 15;
        }
        return pages - negative;
    }

    /** Return how many addresses have no page (ENOENT): never touched, or swapped out. */
    public int absent() {
        return count(Status.ENOENT);
    }

    /** Return how many pages have this errno for an answer. */
    public int refused(Errno why) {
        return count(-why.number());
    }

    private int count(int code) {
        int found = 0;
        int pages = pages();
        for (int i = 0; i < pages; i++) {
            found += status[i] == code ? 1 : 0;
        }
        return found;
    }

    /** Return the number of pages by code: a node, a negative errno, or not reached. */
    Map<Integer, Integer> histogram() {
        int[] byNode = new int[64];
        Map<Integer, Integer> others = new TreeMap<>();
        for (int i = 0; i < pages.count(); i++) {
            int code = status[i];
            if (code >= 0 && code < byNode.length) {
                byNode[code]++;
            } else {
                others.merge(code, 1, Integer::sum);
            }
        }
        IntStream.range(0, byNode.length).filter(n -> byNode[n] > 0).forEach(n -> others.put(n, byNode[n]));
        return others;
    }

    /** Return all pages in order; entries are made as they are read. */
    public Stream<Entry> entries() {
        return IntStream.range(0, pages()).mapToObj(this::entry);
    }

    @Override
    public Iterator<Entry> iterator() {
        return entries().iterator();
    }

    /** Return for example {@code 16 pages of 4096 B: 12 on node 0, 4 ENOENT}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(pages() + " pages of " + pageSize + " B");
        String[] gap = {": "};
        histogram().forEach((code, count) -> {
            text.append(gap[0]).append(count).append(' ').append(name(code));
            gap[0] = ", ";
        });
        return text.toString();
    }

    private static String name(int code) {
        if (code >= 0) {
            return "on node " + code;
        }
        return code == Status.NOT_REACHED ? "not reached" : Errno.of(code).name();
    }

    /** Return a copy of the codes, for comparison in tests. */
    short[] codes() {
        return Arrays.copyOf(status, pages.count());
    }
}
