package io.numamigrator.sim;

import io.numamigrator.Errno;

/**
 * One step of the migration engine, as {@link SimulatedMachine#trace()} saw it.
 *
 * @param number place in the trace, from 1
 * @param pid the process at whose address the page was named
 * @param address where the page is mapped
 * @param step what was done
 * @param documented number of the step in the document that came with the kernel, 0 if it has none there
 * @param pass number of the pass over the list, from 0
 * @param from node of the old page
 * @param to node that was asked for
 * @param errno 0, or the errno with which the step was refused, positive
 */
public record TraceEvent(
        int number, int pid, long address, Step step, int documented, int pass, int from, int to, int errno) {

    /** Returns a line like {@code 7 pid 1000 0x6ffffffff000 0>1 pass 0: 4 UNMAP}. */
    @Override
    public String toString() {
        return number + " pid " + pid + " 0x" + Long.toHexString(address) + " " + from + ">" + to + " pass " + pass
                + ": " + (documented == 0 ? "" : documented + " ") + step + (errno == 0 ? "" : " " + Errno.of(errno));
    }
}
