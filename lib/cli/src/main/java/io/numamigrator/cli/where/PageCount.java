package io.numamigrator.cli.where;

import io.numamigrator.MemoryRange;
import io.numamigrator.NumaProcess;
import io.numamigrator.PageBuffer;
import io.numamigrator.Vma;
import java.util.Optional;

/** Counts pages by asking for each (move_pages), in chunks, so that neither memory nor the time without a sign of life grows. */
final class PageCount {

    /** Bytes asked for at once: 65536 base pages of 4 KiB, a few milliseconds. */
    private static final long CHUNK = 256L << 20;

    private final Progress progress;
    private final long total;
    private final PageBuffer buffer = new PageBuffer();
    private long done;

    PageCount(Progress progress, long total) {
        this.progress = progress;
        this.total = total;
    }

    /** Count the pages of a range. */
    void add(NumaProcess process, MemoryRange range, NodeBytes sum) {
        for (long at = range.start(); at < range.end(); at += CHUNK) {
            progress.at("asking for pages", done, total);
            long bytes = Math.min(CHUNK, range.end() - at);
            sum.add(process.locate(new MemoryRange(at, bytes), buffer).bytesByNode());
            done += bytes;
        }
    }

    /** Count the pages of a part of an area that were not counted in another area. */
    void addOnce(NumaProcess process, Vma area, MemoryRange range, SharedFiles files, NodeBytes sum) {
        long at = range.start();
        Optional<MemoryRange> next = files.uncounted(area, at, range.end());
        while (next.isPresent()) {
            progress.at("asking for pages", done, total);
            MemoryRange ask = new MemoryRange(next.get().start(), Math.min(CHUNK, next.get().bytes()));
            done += ask.end() - at;
            at = ask.end();
            process.locate(ask, buffer);
            for (int i = 0; i < buffer.pages(); i++) {
                if (buffer.node(i) >= 0) {
                    files.count(area, buffer.address(i));
                }
            }
            sum.add(buffer.bytesByNode());
            next = at < range.end() ? files.uncounted(area, at, range.end()) : Optional.empty();
        }
    }
}
