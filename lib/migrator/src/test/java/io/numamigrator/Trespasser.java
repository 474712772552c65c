package io.numamigrator;

import io.numamigrator.bindings.Libc;
import io.numamigrator.engine.MovePlanner;
import io.numamigrator.placement.AboveTheApi;
import java.lang.foreign.MemorySegment;
import org.assertj.core.api.Assertions;

/** A class of the API that breaks every rule of {@link Architecture}, so that the rules are seen to work. Never run. */
final class Trespasser {

    private Trespasser() {}

    static void callC() {
        Libc.getpid();
    }

    static AboveTheApi knowWhatIsAbove() {
        return new AboveTheApi();
    }

    static Class<?> knowTheEngine() {
        return MovePlanner.class;
    }

    static void needALibrary() {
        Assertions.fail("never run");
    }

    @SuppressWarnings("restricted")
    static MemorySegment callARestrictedMethod(MemorySegment segment) {
        return segment.reinterpret(1);
    }

    static void print() {
        System.out.println("never run");
    }

    static void log() {
        System.getLogger("never").log(System.Logger.Level.INFO, "run");
    }

    static void startAThread() {
        Thread.ofPlatform().start(Trespasser::print);
    }
}
