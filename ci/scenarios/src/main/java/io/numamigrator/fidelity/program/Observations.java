package io.numamigrator.fidelity.program;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** What an executor saw of one scenario, in order: raw bytes each. */
public final class Observations {

    private final List<byte[]> all = new ArrayList<>();

    public Observations() {}

    public void add(byte[] bytes) {
        all.add(bytes);
    }

    public void add(long result) {
        add(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(result).array());
    }

    /** Read as many as a program has sights. */
    public static Observations read(ByteBuffer from, int count) {
        Observations read = new Observations();
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[from.getInt()];
            from.get(bytes);
            read.add(bytes);
        }
        return read;
    }

    /** Tell whether there are as many as a program has sights, or the writer was cut off. */
    public static boolean areThere(ByteBuffer from, int count) {
        for (int i = 0; i < count; i++) {
            if (from.remaining() < Integer.BYTES) {
                return false;
            }
            int bytes = from.getInt();
            if (from.remaining() < bytes) {
                return false;
            }
            from.position(from.position() + bytes);
        }
        return from.hasRemaining() || count > 0;
    }

    public List<byte[]> all() {
        return all;
    }
}
