package io.numamigrator.sim.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.sim.machine.Geometry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of this JVM may be larger or smaller than those of the simulated machine that takes them over. */
class ResidentBitsTest {

    private static final int ENTRIES = 10_000;
    private static final int KIB = 1024;

    @TempDir
    private Path folder;

    private Path pagemap;

    /** Real pages 2, 3 and 7 are present, 5 is swapped out, and 4,096 and on are present. */
    @BeforeEach
    void writePageMap() throws IOException {
        pagemap = folder.resolve("pagemap");
        ByteBuffer entries = ByteBuffer.allocate(ENTRIES * Long.BYTES).order(ByteOrder.nativeOrder());
        for (int page = 0; page < ENTRIES; page++) {
            boolean present = page == 2 || page == 3 || page == 7 || page >= 4096;
            entries.putLong(page == 5 ? 1L << 62 : present ? 1L << 63 : 0);
        }
        Files.write(pagemap, entries.array());
    }

    private int[] there(int realKib, int simulatedKib, int from, int limit) throws IOException {
        ResidentBits bits =
                ResidentBits.in(pagemap, realKib * KIB, new Geometry(simulatedKib * KIB), from, limit);
        return IntStream.range(0, limit - from)
                .filter(page -> bits.next(page) == page)
                .map(page -> from + page)
                .toArray();
    }

    @Test
    void pagesOfOneSizeAreEachOther() throws IOException {
        assertThat(there(4, 4, 0, 9)).containsExactly(2, 3, 5, 7);
    }

    @Test
    void aRealPageIsAllOfItsSimulatedOnes() throws IOException {
        assertThat(there(16, 4, 0, 36)).containsExactly(8, 9, 10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
        assertThat(there(64, 16, 0, 16)).containsExactly(8, 9, 10, 11, 12, 13, 14, 15);
    }

    @Test
    void aRangeMayBeginAndEndInARealPage() throws IOException {
        assertThat(there(16, 4, 9, 11)).containsExactly(9, 10);
        assertThat(there(16, 4, 15, 22)).containsExactly(15, 20, 21);
        assertThat(there(64, 4, 111, 114)).containsExactly(112, 113);
    }

    @Test
    void aSimulatedPageIsThereIfAPartOfItIs() throws IOException {
        assertThat(there(4, 16, 0, 3)).containsExactly(0, 1);
        assertThat(there(4, 16, 1, 2)).containsExactly(1);
        assertThat(there(16, 64, 1, 2)).containsExactly(1);
    }

    /** The file is read in portions, and ends where user space does. */
    @Test
    void aLongRangeIsReadToTheEndOfTheFile() throws IOException {
        assertThat(there(16, 4, 4 * 4095, 4 * ENTRIES + 8)).hasSize(4 * (ENTRIES - 4096))
                .startsWith(4 * 4096).endsWith(4 * ENTRIES - 1);
    }
}
