package io.numamigrator.fidelity.program;

import static io.numamigrator.fidelity.program.SystemCalls.GET_MEMPOLICY;
import static io.numamigrator.fidelity.program.SystemCalls.MBIND;
import static io.numamigrator.fidelity.program.SystemCalls.MIGRATE_PAGES;
import static io.numamigrator.fidelity.program.SystemCalls.MOVE_PAGES;
import static io.numamigrator.fidelity.program.SystemCalls.SET_MEMPOLICY;
import static io.numamigrator.fidelity.program.SystemCalls.SET_MEMPOLICY_HOME_NODE;

import io.numamigrator.fidelity.scenario.Address;
import io.numamigrator.fidelity.scenario.Buffer;
import io.numamigrator.fidelity.scenario.Layout;
import io.numamigrator.fidelity.scenario.Mask;
import io.numamigrator.fidelity.scenario.Operation;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Turns the calls about nodes into instructions: arrays are laid out before the call, and read after it. */
public final class CallLowering {

    /** A status that the kernel never writes. */
    public static final int UNWRITTEN = -77;

    /** The node that a thread's interleaving comes to next: it moves with whatever memory the kernel needs for itself. */
    public static final String NEXT_NODE = "next node";

    public static final String MIGRATE = "migrate_pages";

    private static final int NODE = 1;

    private final Program program;

    CallLowering(Program program) {
        this.program = program;
    }

    void movePages(Operation.MovePages call) {
        int process = call.process();
        int meant = call.pages().size();
        long[] pages = call.pages().stream().mapToLong(Address::value).toArray();
        long pagesAt = lay(process, 0, call.pagesAt(), Long.BYTES, meant, Lowering.longs(pages));
        List<Integer> targets = call.nodes();
        long nodesAt = 0;
        if (targets != null) {
            int[] nodes = targets.stream().mapToInt(Integer::intValue).toArray();
            nodesAt = lay(process, 1, call.nodesAt(), Integer.BYTES, meant, Lowering.ints(nodes));
        }
        int[] unwritten = new int[meant];
        Arrays.fill(unwritten, UNWRITTEN);
        long statusAt = lay(process, 2, call.statusAt(), Integer.BYTES, meant, Lowering.ints(unwritten));
        program.call(process, "move_pages", reference(call.target()), MOVE_PAGES, number(call.target()), call.count(),
                pagesAt, nodesAt, statusAt, call.flags());
        read(process, "statuses", call.statusAt(), statusAt, call.statusAt().elements(meant) * Integer.BYTES);
    }

    void migratePages(Operation.MigratePages call) {
        int process = call.process();
        long from = mask(process, 0, call.from());
        long to = mask(process, 1, call.to());
        program.call(process, MIGRATE, reference(call.target()), MIGRATE_PAGES, number(call.target()),
                call.from().maxNode(), from, to);
    }

    void mbind(Operation.Mbind call) {
        int process = call.process();
        long mask = mask(process, 0, call.mask());
        program.call(process, "mbind", 0, MBIND, call.start().value(), call.length(), call.mode(), mask,
                call.mask().maxNode(), call.flags());
    }

    void setMempolicy(Operation.SetMempolicy call) {
        int process = call.process();
        long mask = mask(process, 0, call.mask());
        program.call(process, "set_mempolicy", 0, SET_MEMPOLICY, call.mode(), mask, call.mask().maxNode());
    }

    void getMempolicy(Operation.GetMempolicy call) {
        int process = call.process();
        long modeAt = lay(process, 0, call.modeAt(), Integer.BYTES, 1, Lowering.ints(UNWRITTEN));
        long maskAt = mask(process, 1, call.mask());
        program.call(process, "get_mempolicy", 0, GET_MEMPOLICY, modeAt, maskAt, call.mask().maxNode(),
                call.address().value(), call.flags());
        read(process, call.flags() == NODE ? NEXT_NODE : "mode", call.modeAt(), modeAt,
                call.modeAt().elements(1) * Integer.BYTES);
        read(process, "mask", call.mask().at(), maskAt,
                call.mask().at().elements(call.mask().words().length) * Long.BYTES);
    }

    void homeNode(Operation.HomeNode call) {
        program.call(call.process(), "set_mempolicy_home_node", 0, SET_MEMPOLICY_HOME_NODE, call.start().value(),
                call.length(), call.node(), call.flags());
    }

    private long mask(int process, int array, Mask mask) {
        long[] words = mask.words();
        return lay(process, array, mask.at(), Long.BYTES, words.length, Lowering.longs(words));
    }

    /** Lay out an array so that its last element that can be reached is the last before a hole, and return where it begins. */
    private long lay(int process, int array, Buffer buffer, int bytesEach, int meant, ByteBuffer content) {
        int elements = buffer.elements(meant);
        int bytes = elements * bytesEach;
        return switch (buffer.pointer()) {
            case NULL -> 0;
            case WILD -> Layout.WILD;
            case KERNEL -> Layout.KERNEL;
            case READ_ONLY -> Layout.array(array, false) + Layout.PAGE - bytes;
            case MEMORY -> {
                long start = Layout.array(array, true) + Layout.PAGE - bytes;
                int known = Math.min(bytes, content.remaining());
                if (known > 0) {
                    program.poke(process, start, content.limit(content.position() + known));
                }
                yield start;
            }
        };
    }

    private void read(int process, String what, Buffer buffer, long start, int bytes) {
        if (buffer.pointer() == Buffer.Pointer.MEMORY && bytes > 0) {
            program.numbers(Opcode.PEEK, process, what, start, bytes);
        }
    }

    private static int reference(int target) {
        return target >= 0 ? 1 : 0;
    }

    /** Return what stands for a target: a process's place, or a number that is what it is. */
    private static long number(int target) {
        return switch (target) {
            case Operation.SELF -> 0;
            case Operation.KERNEL_THREAD -> 2;
            case Operation.NOBODY -> 4_000_000;
            case Operation.NEGATIVE -> -5;
            default -> target;
        };
    }
}
