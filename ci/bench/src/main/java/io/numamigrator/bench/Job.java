package io.numamigrator.bench;

/**
 * One way to do a job.
 *
 * @param name as the table calls it
 * @param body does the job a number of times
 */
record Job(String name, Body body) {

    /** Does the job {@code times} over and returns the sum of what it counted: the pages found, or those on the node. */
    interface Body {
        long run(long times);
    }

    /** Do the job, check its answer, and return the thread CPU time of one run in ns. */
    double timed(long times, long expectedEach) {
        long begin = CSide.cpuNanos();
        long counted = body.run(times);
        long end = CSide.cpuNanos();
        if (counted != times * expectedEach) {
            throw new IllegalStateException(name + " counted " + counted + " pages in " + times + " runs, not "
                    + expectedEach + " in each");
        }
        return (double) (end - begin) / times;
    }
}
