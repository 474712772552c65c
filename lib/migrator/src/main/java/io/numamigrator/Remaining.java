package io.numamigrator;

import java.lang.foreign.MemorySegment;
import java.util.function.IntPredicate;

/** Cuts out of a request the pages that are still missing, segments staying slices of their segment. */
final class Remaining {

    private Remaining() {}

    static Placement of(Request request, IntPredicate missing) {
        Placement rest = Placement.nothing();
        for (int run = 0; run < request.runs(); run++) {
            int behind = request.firstPage(run + 1);
            for (int i = request.firstPage(run); i < behind; i++) {
                if (missing.test(i)) {
                    int first = i;
                    while (i < behind && missing.test(i)) {
                        i++;
                    }
                    rest = add(rest, request, run, first, i);
                }
            }
        }
        return rest;
    }

    private static Placement add(Placement rest, Request request, int run, int first, int behind) {
        long start = request.address(first);
        long bytes = (long) (behind - first) * request.pageSize();
        MemorySegment holder = request.holderOfRun(run);
        int node = request.nodeOfRun(run);
        if (holder.equals(MemorySegment.NULL)) {
            return rest.and(new MemoryRange(start, bytes), node);
        }
        // Counted from the segment's own start: an address behind the last of the address space would be 0.
        long intoHolder = start - holder.address();
        long from = Math.max(intoHolder, 0);
        long to = Math.min(intoHolder + bytes, holder.byteSize());
        return rest.and(holder.asSlice(from, to - from), node);
    }
}
