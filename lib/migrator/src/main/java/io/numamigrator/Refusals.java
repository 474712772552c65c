package io.numamigrator;

import io.numamigrator.kernel.Kernel;

/** Sketch. */
final class Refusals {
    private Refusals() {}

    /** Explain a call refused as a whole. */
    static NumaException explain(Kernel kernel, String call, int pid, long count, int errno) {
        return new NumaException(call, pid, count, Errno.of(errno), "?", "?");
    }

    /** Explain a refused move of {@code count} pages to {@code node}. */
    static NumaException explainMove(Kernel kernel, int pid, long count, int node, int errno) {
        return explain(kernel, "move_pages", pid, count, errno);
    }

    /** Explain why the kernel does not accept {@code node} as a target. */
    static NumaException explainNode(Kernel kernel, int pid, int node, int errno) {
        return explainMove(kernel, pid, 0, node, errno);
    }
}
