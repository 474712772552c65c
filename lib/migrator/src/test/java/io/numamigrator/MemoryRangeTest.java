package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.numamigrator.kernel.Segments;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A range may reach to both ends of the address space, and is written and read as the kernel writes addresses. */
class MemoryRangeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0-0",
        "0, 1, 0-1",
        "7f66f9ad3000, 8192, 7f66f9ad3000-7f66f9ad5000",
        "7ffffffffffff000, 8192, 7ffffffffffff000-8000000000001000",
        "1, 9223372036854775807, 1-8000000000000000",
        "8000000000000001, 9223372036854775807, 8000000000000001-10000000000000000",
        "ffffffffffffffff, 1, ffffffffffffffff-10000000000000000",
        "ffffffffffffffff, 0, ffffffffffffffff-ffffffffffffffff",
        "fffffffffffff000, 4096, fffffffffffff000-10000000000000000"
    })
    void aRangeIsItsText(String start, long bytes, String text) {
        MemoryRange range = new MemoryRange(Long.parseUnsignedLong(start, 16), bytes);

        assertThat(range).hasToString(text);
        assertThat(MemoryRange.parse(text)).isEqualTo(range);
        assertThat(range.end()).isEqualTo(range.start() + bytes);
    }

    @Test
    void anyRangeIsItsText() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            long start = random.nextLong() >>> random.nextInt(64) << random.nextInt(64);
            long room = start < 0 ? -start : Long.MAX_VALUE;
            long bytes = random.nextInt(4) == 0 ? Math.max(room, 0) : random.nextLong() >>> 1 + random.nextInt(63);
            if (!Segments.wraps(start, bytes)) {
                MemoryRange range = new MemoryRange(start, bytes);
                assertThat(MemoryRange.parse(range.toString())).as("seed %d", seed).isEqualTo(range);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0-ffffffffffffffff, longer than 9223372036854775807 bytes",
        "0-10000000000000000, longer than 9223372036854775807 bytes",
        "1000-10000000000000000, longer than 9223372036854775807 bytes",
        "2000-1000, it ends before it starts",
        "fffffffffffff000-0, it ends before it starts",
        "0-10000000000000001, no hexadecimal number of 64 bits"
    })
    void whatIsNoRangeIsRefusedWithItsReason(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryRange.parse(text))
                .withMessageContaining(text)
                .withMessageContaining(why);
    }

    @Test
    void aRangeBehindTheLastAddressIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MemoryRange(-1, 2))
                .withMessageContaining("wraps around");
        assertThatIllegalArgumentException().isThrownBy(() -> new MemoryRange(-1, Long.MAX_VALUE))
                .withMessageContaining("wraps around");
        assertThatIllegalArgumentException().isThrownBy(() -> new MemoryRange(0, Long.MIN_VALUE))
                .withMessageContaining("-9223372036854775808 bytes");
    }
}
