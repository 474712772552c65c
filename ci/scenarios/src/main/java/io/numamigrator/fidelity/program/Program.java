package io.numamigrator.fidelity.program;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The instructions that a scenario comes to, as the executors read them, and what each observation will be of.
 *
 * <p>An instruction is a header of 8 bytes (code, process, references to processes among the arguments, nothing, bytes as int32) and its
 * payload, filled up to a multiple of 8.
 */
public final class Program {

    /** Bytes of an instruction's header. */
    public static final int HEADER = 8;

    /** What an observation is of: an operation of the scenario, by its place there, and a word for what was looked at. */
    public record Sight(int operation, Opcode code, String what) {}

    private ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    private final List<Sight> sights = new ArrayList<>();
    private int operation;

    /** Let what follows be an operation's. */
    public void begin(int number) {
        operation = number;
    }

    void plain(Opcode code, int process) {
        header(code, process, 0, 0);
    }

    public void numbers(Opcode code, int process, String what, long... payload) {
        header(code, process, 0, payload.length * Long.BYTES);
        for (long each : payload) {
            bytes.putLong(each);
        }
        sight(code, what);
    }

    /** Call the kernel; bit {@code i} of {@code references} says that argument {@code i} is the number of a process here. */
    public void call(int process, String what, int references, long number, long... arguments) {
        header(Opcode.CALL, process, references, 7 * Long.BYTES);
        bytes.putLong(number);
        for (int i = 0; i < 6; i++) {
            bytes.putLong(i < arguments.length ? arguments[i] : 0);
        }
        sight(Opcode.CALL, what);
    }

    void poke(int process, long address, ByteBuffer content) {
        int count = content.remaining();
        header(Opcode.POKE, process, 0, Long.BYTES + count);
        bytes.putLong(address).put(content);
        fillUp();
    }

    void text(Opcode code, int process, String what, String text) {
        byte[] content = (text + "\0").getBytes(StandardCharsets.US_ASCII);
        header(code, process, 0, content.length);
        bytes.put(content);
        fillUp();
        sight(code, what);
    }

    private void header(Opcode code, int process, int references, int count) {
        int needed = bytes.position() + HEADER + count + Long.BYTES;
        if (needed > bytes.capacity()) {
            bytes.flip();
            bytes = ByteBuffer.allocate(2 * needed).order(ByteOrder.LITTLE_ENDIAN).put(bytes);
        }
        bytes.put((byte) code.ordinal()).put((byte) process).put((byte) references).put((byte) 0).putInt(count);
    }

    private void fillUp() {
        while (bytes.position() % Long.BYTES != 0) {
            bytes.put((byte) 0);
        }
    }

    private void sight(Opcode code, String what) {
        sights.add(new Sight(operation, code, what));
    }

    public List<Sight> sights() {
        return sights;
    }

    /** Return the instructions, from the first to the last. */
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).flip();
    }
}
