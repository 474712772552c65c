package io.numamigrator.cli.where;

import io.numamigrator.MemoryRange;
import io.numamigrator.NumaProcess;
import io.numamigrator.PageBuffer;

/** Counts pages by asking for each (move_pages), in chunks, so that neither memory nor the time without a sign of life grows. */
final class PageCount {

    /** Bytes asked for at once: 65536 base pages of 4 KiB, a few milliseconds. */
    private static final long CHUNK = 256L << 20;

    private final NumaProcess process;
    private final Progress progress;
    private final long total;
    private final PageBuffer pages = new PageBuffer();
    private long done;

    PageCount(NumaProcess process, Progress progress, long total) {
        this.process = process;
        this.progress = progress;
        this.total = total;
    }

    void add(MemoryRange range, NodeBytes sum) {
        for (long at = range.start(); at < range.end(); at += CHUNK) {
            progress.at("asking for pages", done, total);
            long bytes = Math.min(CHUNK, range.end() - at);
            sum.add(process.locate(new MemoryRange(at, bytes), pages).bytesByNode());
            done += bytes;
        }
    }
}
