package io.numamigrator.sim.real;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The size of a base page of the machine this JVM really runs on, from the auxiliary vector (getauxval(3)). */
final class RealPageSize {

    private static final Path VECTOR = Path.of("/proc/self/auxv");
    private static final long AT_PAGESZ = 6;

    private RealPageSize() {}

    static int bytes() throws IOException {
        ByteBuffer vector = ByteBuffer.wrap(Files.readAllBytes(VECTOR)).order(ByteOrder.nativeOrder());
        while (vector.remaining() >= 2 * Long.BYTES) {
            long key = vector.getLong();
            long value = vector.getLong();
            if (key == AT_PAGESZ) {
                return (int) value;
            }
        }
        throw new IOException(VECTOR + " does not tell the size of a page");
    }
}
