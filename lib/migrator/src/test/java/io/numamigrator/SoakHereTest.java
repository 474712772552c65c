package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.soak.Soak;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A few seconds of what {@code ci/soak} does for as long as it is told to. */
class SoakHereTest {

    @Test
    void manyThreadsCorruptNothingAndLeaveNothingBehind() throws Exception {
        String said = ChildJvm.withOptions(Map.of("MALLOC_ARENA_MAX", "2"), "-Xms128m", "-Xmx128m",
                "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch", "-XX:NativeMemoryTracking=summary").run(Soak.class, 3);
        assertThat(said).contains("soak: ok");
    }
}
