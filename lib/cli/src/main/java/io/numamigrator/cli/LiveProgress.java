package io.numamigrator.cli;

import io.numamigrator.cli.draw.Size;
import io.numamigrator.cli.draw.Terminal;
import io.numamigrator.cli.where.Progress;

/** Shows on a terminal's standard error what is being done, from the second second on, and wipes it away. */
final class LiveProgress implements Progress, AutoCloseable {

    private static final long PATIENCE_MS = 1000;
    private static final long BEAT_MS = 200;

    private final Terminal terminal;
    private final long started = System.nanoTime();
    private String what = "";
    private long done;
    private long total;
    private boolean shown;
    private boolean closed;

    /** Begin; nothing is shown if standard error is no terminal. */
    LiveProgress(Terminal terminal) {
        this.terminal = terminal;
        if (terminal.live()) {
            Thread.ofPlatform().daemon().name("progress").start(this::show);
        }
    }

    @Override
    public synchronized void at(String activity, long bytesDone, long bytesInAll) {
        what = activity;
        done = bytesDone;
        total = bytesInAll;
    }

    private synchronized void show() {
        try {
            while (!closed) {
                wait(BEAT_MS);
                if (!closed && !what.isEmpty() && millis() >= PATIENCE_MS) {
                    terminal.err().print("\r\u001b[K" + terminal.cut(text(), terminal.width()));
                    terminal.err().flush();
                    shown = true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String text() {
        String seconds = "  " + millis() / 1000 + " s";
        if (total <= 0) {
            return what + seconds;
        }
        return what + "  " + Size.of(done) + " of " + Size.of(total) + "  " + Size.share(done, total) + seconds;
    }

    private long millis() {
        return (System.nanoTime() - started) / 1_000_000;
    }

    /** Take the line away before something else is written; it comes back with the next beat unless nothing is being done. */
    synchronized void wipe() {
        what = "";
        if (shown) {
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
            shown = false;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        wipe();
        notifyAll();
    }
}
