package io.numamigrator.bench;

import io.numamigrator.MoveResult;
import io.numamigrator.NumaMigrator;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** The ways to have neighbouring pages on a node, timed where they already are on it. */
final class MoveJobs {

    static final String OURS = "numa-migrator";
    static final String JNI = "JNI, array regions";

    private static final int MPOL_MF_MOVE = 2;

    private MoveJobs() {}

    static Job c(Memory memory, int count, int node) {
        return new Job("C", times -> CSide.move(memory.base(), count, node, times));
    }

    static Job ours(NumaMigrator numa, Memory memory, int count, int node) {
        MemorySegment segment = memory.first(count);
        return new Job(OURS, times -> {
            long there = 0;
            for (long i = 0; i < times; i++) {
                MoveResult result = numa.move(segment, node).orThrow();
                there += result.moved() + result.alreadyThere();
            }
            return there;
        });
    }

    static Job jni(Memory memory, int count, int node) {
        long base = memory.base();
        long[] pages = new long[count];
        int[] nodes = new int[count];
        int[] status = new int[count];
        return new Job(JNI, times -> {
            long there = 0;
            for (long i = 0; i < times; i++) {
                Addresses.fill(pages, base);
                Arrays.fill(nodes, node);
                Addresses.requireDone(CSide.movePages(count, pages, nodes, status, MPOL_MF_MOVE));
                there += Addresses.on(node, status);
            }
            return there;
        });
    }
}
