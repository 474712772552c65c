package io.numamigrator;

import io.numamigrator.RawScan.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a scan should find, page by page, from what /proc/PID/pagemap and /proc/PID/maps say; shares nothing with either kernel. */
final class ScanModel {

    /** The categories that pagemap tells, too. */
    static final long TOLD = RawScan.FILE | RawScan.PRESENT | RawScan.SWAPPED | RawScan.SOFT_DIRTY;

    private final long pageSize;
    private final TreeMap<Long, Long> pages = new TreeMap<>();

    private List<Region> regions = List.of();
    private long walkEnd;

    ScanModel(long pageSize) {
        this.pageSize = pageSize;
    }

    /** Notes a page that is scanned, with its word of pagemap. */
    void add(long address, long word) {
        long said = (word >>> 63) * RawScan.PRESENT | (word >>> 62 & 1) * RawScan.SWAPPED
                | (word >>> 61 & 1) * RawScan.FILE | (word >>> 55 & 1) * RawScan.SOFT_DIRTY;
        pages.put(address, said);
    }

    /** One question. */
    record Question(long start, long end, long inverted, long mask, long anyOf, long returned, long length, long most) {

        boolean fits(long said) {
            long seen = said ^ inverted;
            return (seen & mask) == mask && (anyOf == 0 || (seen & anyOf) != 0);
        }

        RawScan ask(RawScan scan) {
            return scan.over(start, end).with(RawScan.INVERTED, inverted).with(RawScan.MASK, mask)
                    .with(RawScan.ANY_OF, anyOf).with(RawScan.RETURNED, returned).with(RawScan.LENGTH, length)
                    .with(RawScan.MOST_PAGES, most);
        }
    }

    /** Answers a question that has room for some regions. */
    void answer(Question question) {
        List<Region> found = new ArrayList<>();
        long taken = 0;
        walkEnd = question.end;
        for (Map.Entry<Long, Long> page : pages.subMap(question.start, question.end).entrySet()) {
            long said = page.getValue();
            if (question.fits(said)) {
                @Nullable Region last = found.isEmpty() ? null : found.getLast();
                boolean continues = last != null && last.end() == page.getKey()
                        && last.categories() == (said & question.returned);
                boolean full = question.most > 0 && taken == question.most
                        || !continues && found.size() == question.length;
                if (full) {
                    walkEnd = page.getKey();
                    break;
                }
                long start = continues ? found.removeLast().start() : page.getKey();
                found.add(new Region(start, page.getKey() + pageSize, said & question.returned));
                taken++;
            }
        }
        regions = found;
    }

    List<Region> regions() {
        return regions;
    }

    long walkEnd() {
        return walkEnd;
    }
}
