package io.numamigrator.fidelity;

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
    static Observations read(ByteBuffer from, int count) {
        Observations read = new Observations();
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[from.getInt()];
            from.get(bytes);
            read.add(bytes);
        }
        return read;
    }

    List<byte[]> all() {
        return all;
    }
}
