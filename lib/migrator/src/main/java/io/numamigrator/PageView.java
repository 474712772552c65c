package io.numamigrator;

import io.numamigrator.pages.PageAnswers;
import io.numamigrator.pages.PageCode;
import io.numamigrator.pages.PageList;
import io.numamigrator.pages.PageSpan;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A read view of a query's answer: one status for each page, in request order.
 *
 * <p>Two bytes a page; entries are made when they are read. The answer is a snapshot: the kernel may move a page as soon as the call is
 * back. A {@link PageReport} never changes, a {@link PageBuffer} is filled again by the next query.
 */
public abstract sealed class PageView implements Iterable<PageReport.Entry> permits PageReport, PageBuffer {

    PageView() {}

    abstract PageList list();

    /** Returns the codes that are true, one for each page; there may be more after the last. Never handed out. */
    abstract short[] statuses();

    /** Returns what the kernel wrote for each page. */
    abstract short[] written();

    /** Returns the number of pages. */
    public int pages() {
        return list().count();
    }

    /** Returns the size of a page in bytes. */
    public abstract int pageSize();

    /** Returns the address of page {@code i}. */
    public long address(int i) {
        return list().address(checked(i));
    }

    /** Returns what is true of page {@code i}. */
    public PageStatus status(int i) {
        return Status.of(statuses()[checked(i)]);
    }

    /** Returns the node of page {@code i}, or -1 where none is known. */
    public int node(int i) {
        return PageCode.node(statuses()[checked(i)]);
    }

    /** Returns what the kernel wrote for page {@code i}, a node or a negative errno; empty where it wrote nothing. */
    public OptionalInt raw(int i) {
        int written = PageCode.answer(written()[checked(i)]);
        return written == PageCode.NOT_REACHED ? OptionalInt.empty() : OptionalInt.of(written);
    }

    /** Returns page {@code i}. */
    public PageReport.Entry entry(int i) {
        return new PageReport.Entry(address(i), status(i), raw(i));
    }

    private int checked(int i) {
        if (i < 0 || i >= list().count()) {
            throw new IndexOutOfBoundsException("page " + i + " of " + list().count());
        }
        return i;
    }

    /** Returns the bytes on each node, ascending by node; nodes without a page are left out. */
    public Map<Integer, Long> bytesByNode() {
        Map<Integer, Long> bytes = new TreeMap<>();
        histogram().forEach((code, count) -> {
            if (PageCode.node(code) >= 0) {
                bytes.merge(PageCode.node(code), (long) count * pageSize(), Long::sum);
            }
        });
        return bytes;
    }

    /** Returns the bytes on one node. */
    public long bytesOn(int node) {
        return (long) (count(node) + count(PageCode.foundElsewhere(node))) * pageSize();
    }

    /** Returns how many pages are in memory, on whatever node. */
    public int present() {
        short[] codes = statuses();
        int pages = pages();
        int negative = 0;
        // The sign bit, not a comparison: this form is compiled to vector instructions.
        for (int i = 0; i < pages; i++) {
            negative -= codes[i] >> 15;
        }
        return negative == 0 ? pages : pages - negative + countNegative(PageCode::isFoundElsewhere);
    }

    /**
     * Returns how many addresses have no page: those that the kernel answered ENOENT for, and where it was asked why, those of every kind.
     *
     * <p>A plain locate does not ask why: see {@link NumaMigrator#classify}.
     */
    public int absent() {
        return countNegative(code -> code == PageCode.ENOENT || PageCode.isAbsent(code));
    }

    /** Returns how many addresses have no page for this reason; 0 for every reason after a plain locate, see {@link NumaMigrator#classify}. */
    public int absent(Absence kind) {
        Objects.requireNonNull(kind, "kind");
        return count(PageCode.absent(kind, PageCode.ENOENT)) + count(PageCode.absent(kind, PageCode.EFAULT));
    }

    /** Returns the number of pages with this errno. */
    public int refused(Errno why) {
        Objects.requireNonNull(why, "why");
        return countNegative(code -> PageCode.answer(code) == -why.number());
    }

    private int countNegative(IntPredicate wanted) {
        short[] codes = statuses();
        int pages = pages();
        int found = 0;
        for (int i = 0; i < pages; i++) {
            found += codes[i] < 0 && wanted.test(codes[i]) ? 1 : 0;
        }
        return found;
    }

    private int count(int code) {
        short[] codes = statuses();
        int pages = pages();
        int found = 0;
        for (int i = 0; i < pages; i++) {
            found += codes[i] == code ? 1 : 0;
        }
        return found;
    }

    /** Returns a report in which {@code answers} has replaced what was true; for the library's own use. */
    @SuppressWarnings("exports")
    public PageReport with(PageAnswers answers) {
        Objects.requireNonNull(answers, "answers");
        PageList pages = list() instanceof PageSpan span ? span.copy() : list();
        short[] before = codes();
        short[] now = before.clone();
        answers.answer(pages, now);
        return new PageReport(pages, now, before, pageSize());
    }

    /** Returns the number of pages by code: a node, a negative errno, or not reached. */
    Map<Integer, Integer> histogram() {
        short[] codes = statuses();
        int pages = pages();
        int[] byNode = new int[64];
        Map<Integer, Integer> others = new TreeMap<>();
        for (int i = 0; i < pages; i++) {
            int code = PageCode.isAbsent(codes[i]) ? PageCode.absent(Status.kind(codes[i]), PageCode.ENOENT) : codes[i];
            if (code >= 0 && code < byNode.length) {
                byNode[code]++;
            } else {
                others.merge(code, 1, Integer::sum);
            }
        }
        IntStream.range(0, byNode.length).filter(n -> byNode[n] > 0).forEach(n -> others.put(n, byNode[n]));
        return others;
    }

    /** Returns all pages in order; entries are made as they are read. */
    public Stream<PageReport.Entry> entries() {
        return IntStream.range(0, pages()).mapToObj(this::entry);
    }

    @Override
    public Iterator<PageReport.Entry> iterator() {
        return entries().iterator();
    }

    /** Returns for example {@code 16 pages of 4096 B: 12 on node 0, 4 ENOENT}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(pages() + " pages of " + pageSize() + " B");
        String[] gap = {": "};
        histogram().forEach((code, count) -> {
            text.append(gap[0]).append(count).append(' ').append(Status.name(code));
            gap[0] = ", ";
        });
        return text.toString();
    }

    /** Returns a copy of the codes, for comparison in tests. */
    short[] codes() {
        return Arrays.copyOf(statuses(), pages());
    }
}
