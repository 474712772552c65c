package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** The flags that the tests run with: a user grants native access to the bindings, and to them alone. */
class NativeAccessTest {

    @Test
    @SuppressWarnings("restricted")
    void onlyTheBindingsMayTouchMemoryByAddress() {
        assertThatThrownBy(() -> MemorySegment.ofAddress(1).reinterpret(1))
                .isInstanceOf(IllegalCallerException.class);
    }
}
