package io.numamigrator;

import io.numamigrator.pages.PageAnswers;
import io.numamigrator.pages.PageLimit;
import io.numamigrator.pages.PageList;
import io.numamigrator.pages.PageSpan;
import java.util.Objects;

/**
 * A reusable buffer for the answers of queries. It grows to the largest answer and keeps that size.
 *
 * <p>Reads like a {@link PageReport} but shows the last query's answer. A query that throws leaves it empty. For one thread at
 * a time.
 *
 * {@snippet :
 * PageBuffer pages = new PageBuffer();
 * for (MemorySegment table : tables) {
 *     bytes += numa.locate(table, pages).bytesOn(1);
 * }
 * }
 */
public final class PageBuffer extends PageView {

    private final PageSpan pages = new PageSpan();
    private short[] status = {};
    /** Of no pages yet: any will do until the first reset brings the kernel's. */
    private int pageSize = 4096;

    /** Creates a buffer without pages. */
    public PageBuffer() {}

    /** Shows the pages of a range as {@code answers} has them, and none if it throws; for the library's own use. */
    @SuppressWarnings("exports")
    public void fill(long start, long bytes, int bytesPerPage, PageAnswers answers) {
        Objects.requireNonNull(answers, "answers");
        boolean filled = false;
        try {
            pages.reset(start, bytes, bytesPerPage);
            pageSize = bytesPerPage;
            if (status.length < pages.count()) {
                PageLimit.requireHeap(pages.count(), Short.BYTES);
                status = new short[pages.count()];
            }
            answers.answer(pages, status);
            filled = true;
        } finally {
            if (!filled) {
                clear();
            }
        }
    }

    /** Forgets all pages. */
    public void clear() {
        pages.reset(0, 0, pageSize);
    }

    /** Returns what this buffer shows now, as a report that stays as it is. */
    public PageReport toReport() {
        return new PageReport(pages.copy(), codes(), pageSize);
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
        return status;
    }

    @Override
    public int pageSize() {
        return pageSize;
    }
}
