package io.numamigrator.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.fidelity.program.Lowering;
import io.numamigrator.fidelity.program.Program;
import io.numamigrator.fidelity.scenario.Address;
import io.numamigrator.fidelity.scenario.Buffer;
import io.numamigrator.fidelity.scenario.Mask;
import io.numamigrator.fidelity.scenario.Operation;
import io.numamigrator.fidelity.scenario.Operation.Kind;
import io.numamigrator.fidelity.scenario.Scenario;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What scenarios come to, byte by byte: both executors read it, and one of them is in C. */
class LoweringTest {

    private static final String SPAWN = """
            01 00 00 00 00000000
            """;

    /** An instruction that maps a page of arguments. */
    private static String mmap(int page, int protection) {
        long at = 0x1000_0000_0000L + page * 4096L;
        return "07 00 00 00 38000000 0900000000000000 " + number(at) + " 0010000000000000 " + number(protection)
                + " 3200000000000000 ffffffffffffffff 0000000000000000\n";
    }

    private static String arrays() {
        return mmap(0, 3) + mmap(2, 1) + mmap(4, 3) + mmap(6, 1) + mmap(8, 3) + mmap(10, 1);
    }

    private static String number(long value) {
        return HexFormat.of().toHexDigits(Long.reverseBytes(value));
    }

    private static void lowers(List<Operation> operations, String expected) {
        ByteBuffer bytes = Lowering.of(new Scenario(operations)).bytes();
        byte[] all = new byte[bytes.remaining()];
        bytes.get(all);
        assertThat(HexFormat.of().formatHex(all)).isEqualTo(expected.replaceAll("\\s", ""));
    }

    @Test
    void aProcessBeginsWithThreeArrays() {
        lowers(List.of(new Operation.Spawn(0)), SPAWN + arrays() + maps());
    }

    private static String maps() {
        return "0a 00 00 00 10000000 0000000000200000 0000001000200000\n";
    }

    @Test
    void afterEachOperationAllPagesAreLookedFor() {
        String mapped = "07 00 00 00 38000000 0900000000000000 0000000000200000 0020000000000000 0300000000000000"
                + " 3200000000000000 ffffffffffffffff 0000000000000000\n";
        String places = "09 00 00 00 10000000 0000000000200000 0010000000200000\n";
        String touched = "08 00 00 00 18000000 0010000000200000 0100000000000000 0100000000000000\n";
        lowers(List.of(new Operation.Spawn(0), new Operation.Map(0, 0, Kind.ANONYMOUS, 2, 0),
                new Operation.Touch(0, Address.of(0, 1), 1, true)),
                SPAWN + arrays() + mapped + places + touched + places + maps());
    }

    @Test
    void arraysEndWhereAHoleBegins() {
        String pages = "05 00 00 00 10000000 f80f000000100000 0000000000200000\n";
        String nodes = "05 00 00 00 0c000000 fc4f000000100000 02000000 00000000\n";
        String status = "05 00 00 00 0c000000 fc8f000000100000 b3ffffff 00000000\n";
        String call = "07 00 00 00 38000000 1701000000000000 0000000000000000 0100000000000000 f80f000000100000"
                + " fc4f000000100000 fc8f000000100000 0200000000000000\n";
        String look = "06 00 00 00 10000000 fc8f000000100000 0400000000000000\n";
        lowers(List.of(new Operation.Spawn(0), new Operation.MovePages(0, Operation.SELF, 1,
                List.of(Address.of(0, 0)), List.of(2), 2, Buffer.WHOLE, Buffer.WHOLE, Buffer.WHOLE)),
                SPAWN + arrays() + pages + nodes + status + call + look + maps());
    }

    @Test
    void aProcessIsNamedByItsPlace() {
        Program program = Lowering.of(new Scenario(List.of(new Operation.Spawn(0), new Operation.Fork(0, 1),
                new Operation.MigratePages(1, 0, new Mask(List.of(), 0, Buffer.NULL), new Mask(List.of(), 0,
                        Buffer.NULL)))));
        ByteBuffer bytes = program.bytes();
        byte[] all = new byte[bytes.remaining()];
        bytes.get(all);
        assertThat(HexFormat.of().formatHex(all)).contains("07010100" + "38000000" + "0001000000000000");
    }
}
