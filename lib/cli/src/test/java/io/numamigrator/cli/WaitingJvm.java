package io.numamigrator.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A JVM with memory of known sizes; ends with its standard input. */
final class WaitingJvm {

    static final long HEAP = 64L << 20;
    static final long DIRECT = 16L << 20;

    private WaitingJvm() {}

    public static void main(String[] arguments) throws IOException {
        byte[] heap = new byte[(int) HEAP];
        Arrays.fill(heap, (byte) 1);
        ByteBuffer direct = ByteBuffer.allocateDirect((int) DIRECT);
        for (int i = 0; i < direct.capacity(); i += 4096) {
            direct.put(i, (byte) 1);
        }
        System.out.println("ready");
        int read = System.in.read();
        System.out.println("done " + read + heap[7] + direct.get(0));
    }
}
