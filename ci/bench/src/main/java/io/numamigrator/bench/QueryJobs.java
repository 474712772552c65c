package io.numamigrator.bench;

import io.numamigrator.NumaMigrator;
import io.numamigrator.PageBuffer;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** The ways to learn where neighbouring pages live: make the address list, call, scan all statuses. */
final class QueryJobs {

    static final String REUSED = "numa-migrator, reused buffer";
    static final String FRESH = "numa-migrator, fresh report";
    static final String JNI = "JNI, array regions";
    static final String JNA_DIRECT = "JNA, direct mapping";
    static final String JNA_INTERFACE = "JNA, interface mapping";

    private QueryJobs() {}

    static Job c(Memory memory, int count) {
        return new Job("C", times -> CSide.query(memory.base(), count, times));
    }

    static List<Job> peers(NumaMigrator numa, Memory memory, int count) {
        return List.of(reused(numa, memory, count), fresh(numa, memory, count), jni(memory, count),
                jna(JNA_DIRECT, memory, count, Jna::direct), jna(JNA_INTERFACE, memory, count, Jna::byInterface));
    }

    static Job reused(NumaMigrator numa, Memory memory, int count) {
        MemorySegment segment = memory.first(count);
        PageBuffer pages = new PageBuffer();
        return new Job(REUSED, times -> {
            long found = 0;
            for (long i = 0; i < times; i++) {
                found += numa.locate(segment, pages).present();
            }
            return found;
        });
    }

    static Job fresh(NumaMigrator numa, Memory memory, int count) {
        MemorySegment segment = memory.first(count);
        return new Job(FRESH, times -> {
            long found = 0;
            for (long i = 0; i < times; i++) {
                found += numa.locate(segment).present();
            }
            return found;
        });
    }

    private static Job jni(Memory memory, int count) {
        long base = memory.base();
        long[] pages = new long[count];
        int[] status = new int[count];
        return new Job(JNI, times -> {
            long found = 0;
            for (long i = 0; i < times; i++) {
                Addresses.fill(pages, base);
                Addresses.requireDone(CSide.movePages(count, pages, null, status, 0));
                found += Addresses.present(status);
            }
            return found;
        });
    }

    private static Job jna(String name, Memory memory, int count, Jna.MovePages call) {
        long base = memory.base();
        long[] pages = new long[count];
        int[] status = new int[count];
        return new Job(name, times -> {
            long found = 0;
            for (long i = 0; i < times; i++) {
                Addresses.fill(pages, base);
                Addresses.requireDone(call.query(count, pages, status));
                found += Addresses.present(status);
            }
            return found;
        });
    }
}
