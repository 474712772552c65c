package io.numamigrator.fidelity.generate;

import io.numamigrator.fidelity.generate.Knowledge.Area;
import io.numamigrator.fidelity.program.Lowering;
import io.numamigrator.fidelity.scenario.Address;
import io.numamigrator.fidelity.scenario.Buffer;
import io.numamigrator.fidelity.scenario.Buffer.Pointer;
import io.numamigrator.fidelity.scenario.Layout;
import io.numamigrator.fidelity.scenario.Mask;
import io.numamigrator.fidelity.scenario.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Makes the calls of a scenario by chance. */
final class CallGenerator {

    private static final int MOVE = 2;
    private static final int MOVE_ALL = 4;
    private static final int STRICT = 1;

    private static final int STATIC = 1 << 15;
    private static final int RELATIVE = 1 << 14;
    private static final int BALANCING = 1 << 13;

    private static final int BIND = 2;
    private static final int PREFERRED = 1;

    private final Dice dice;
    private final Nodes nodes;

    CallGenerator(Dice dice, Nodes nodes) {
        this.dice = dice;
        this.nodes = nodes;
    }

    Operation.MovePages movePages(Knowledge caller, Knowledge other) {
        int target = dice.percent(55) ? Operation.SELF : anyTarget(other);
        Knowledge owner = target == Operation.SELF ? caller : other;
        int size = switch (dice.weighted(2, 58, 30, 10)) {
            case 0 -> 0;
            case 1 -> dice.between(1, 6);
            case 2 -> dice.between(4, 16);
            default -> dice.between(16, 48);
        };
        List<Address> pages = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            pages.add(!pages.isEmpty() && dice.percent(8) ? dice.oneOf(pages) : address(owner));
        }
        List<Integer> targets = dice.percent(20) ? null : targets(size);
        long count = dice.percent(94)
                ? size
                : dice.oneOf(0L, (long) dice.below(size + 1), size + 1L, size + 3L, 1L << 40, -1L);
        return new Operation.MovePages(caller.process, target, count, pages, targets, moveFlags(), buffer(size),
                buffer(size), status(size));
    }

    /** Make a call that moves to one node above all. */
    Operation to(int node, Knowledge caller, Knowledge other) {
        if (dice.percent(80)) {
            return crowded(movePages(caller, other), node);
        }
        Area area = caller.areas.isEmpty() ? null : dice.oneOf(caller.list());
        Address start = area == null ? address(caller) : area.page(0);
        long length = Lowering.bytes(area == null ? 1 : area.pages());
        return new Operation.Mbind(caller.process, start, length, BIND,
                new Mask(List.of(node), 1025, Buffer.WHOLE), dice.oneOf(MOVE, MOVE, MOVE_ALL, MOVE | STRICT));
    }

    /** What moves elsewhere comes last: memory that it frees on the full node may be anybody's. */
    private Operation crowded(Operation.MovePages call, int node) {
        int size = call.pages().size();
        int others = dice.percent(30) ? dice.below(size + 1) : 0;
        List<Integer> elsewhere = nodes.withMemory().stream().filter(each -> each != node).toList();
        List<Integer> targets = new ArrayList<>(Collections.nCopies(size - others, node));
        for (int i = 0; i < others; i++) {
            targets.add(dice.oneOf(elsewhere));
        }
        return new Operation.MovePages(call.process(), call.target(), targets.size(), call.pages(), targets,
                dice.oneOf(MOVE, MOVE_ALL), Buffer.WHOLE, Buffer.WHOLE, Buffer.WHOLE);
    }

    private int anyTarget(Knowledge other) {
        return dice.percent(90)
                ? other.reaped ? Operation.NOBODY : other.process
                : dice.oneOf(Operation.KERNEL_THREAD, Operation.NOBODY, Operation.NEGATIVE);
    }

    private List<Integer> targets(int size) {
        List<Integer> targets = new ArrayList<>();
        boolean alike = dice.percent(50);
        int one = dice.oneOf(nodes.withMemory());
        for (int i = 0; i < size; i++) {
            targets.add(dice.percent(2) ? oddNode() : alike ? one : dice.oneOf(nodes.withMemory()));
        }
        return targets;
    }

    private int oddNode() {
        return !nodes.without().isEmpty() && dice.percent(40)
                ? dice.oneOf(nodes.without())
                : dice.oneOf(-1, 4, 63, 64, 1023, 1024, Integer.MAX_VALUE, Integer.MIN_VALUE);
    }

    private int moveFlags() {
        return switch (dice.weighted(55, 25, 5, 10, 5)) {
            case 0 -> MOVE;
            case 1 -> MOVE_ALL;
            case 2 -> MOVE | MOVE_ALL;
            case 3 -> 0;
            default -> dice.oneOf(1, 3, 8, 16, -1);
        };
    }

    /** Return an address that a process most often has a page at. */
    private Address address(Knowledge owner) {
        if (owner.areas.isEmpty() || dice.percent(4)) {
            return dice.oneOf(new Address(0), new Address(Layout.WILD), new Address(Layout.KERNEL), Address.of(15, 3),
                    new Address(-1));
        }
        Area area = dice.oneOf(owner.list());
        int page = area.isLarge()
                ? dice.percent(40) ? dice.oneOf(0, 1, 255, 511) : dice.below(area.pages())
                : dice.below(area.pages() + (dice.percent(5) ? 2 : 0));
        Address start = area.page(page);
        return dice.percent(5) ? start.plus(dice.oneOf(1, 8, 4095)) : start;
    }

    private Buffer buffer(int size) {
        return dice.percent(96) || size == 0
                ? Buffer.WHOLE
                : switch (dice.below(4)) {
                    case 0 -> Buffer.WILD;
                    case 1 -> new Buffer(Pointer.KERNEL, 0);
                    default -> Buffer.first(dice.below(size));
                };
    }

    private Buffer status(int size) {
        return dice.percent(2) ? dice.oneOf(Buffer.NULL, new Buffer(Pointer.READ_ONLY, -1)) : buffer(size);
    }

    Operation migratePages(Knowledge caller, Knowledge other) {
        int target = dice.percent(50) ? Operation.SELF : anyTarget(other);
        long maxNode = maxNode();
        Mask from = new Mask(anyNodes(), maxNode, maskBuffer());
        return new Operation.MigratePages(caller.process, target, from, new Mask(anyNodes(), maxNode, maskBuffer()));
    }

    private long maxNode() {
        int ids = nodes.withMemory().size() + nodes.without().size();
        return dice.percent(85)
                ? dice.oneOf(1025L, 1025L, 65L, ids + 1L, 64L)
                : dice.oneOf(0L, 1L, 2L, (long) ids, 1024L, 1026L, 2049L, 4097L, 32769L, 32770L, 1L << 40, -1L);
    }

    private Buffer maskBuffer() {
        return dice.percent(95)
                ? Buffer.WHOLE
                : dice.oneOf(Buffer.NULL, Buffer.WILD, new Buffer(Pointer.KERNEL, 0), Buffer.first(1));
    }

    List<Integer> someWithMemory() {
        int count = dice.between(1, Math.min(3, nodes.withMemory().size()));
        List<Integer> some = new ArrayList<>(dice.shuffled(nodes.withMemory()).subList(0, count));
        Collections.sort(some);
        return some;
    }

    private List<Integer> anyNodes() {
        if (dice.percent(88)) {
            return someWithMemory();
        }
        List<Integer> some = new ArrayList<>(dice.percent(70) ? someWithMemory() : List.of());
        if (dice.percent(60)) {
            some.add(dice.oneOf(dice.oneOf(4, 63, 64, 1023, 1024, 2000),
                    nodes.without().isEmpty() ? 5 : dice.oneOf(nodes.without())));
        }
        return some;
    }

    /** Place an area before it is touched. */
    Operation mbindBefore(int process, Area area) {
        return new Operation.Mbind(process, area.page(0), Lowering.bytes(area.pages()), dice.oneOf(BIND, PREFERRED),
                new Mask(List.of(dice.oneOf(nodes.withMemory())), 1025, Buffer.WHOLE), 0);
    }

    Operation mbind(Knowledge caller) {
        Address start = address(caller);
        long length = Lowering.bytes(dice.oneOf(1, 2, 3, 4, 8, 512, 1024));
        if (!caller.areas.isEmpty() && dice.percent(70)) {
            Area area = dice.oneOf(caller.list());
            start = area.page(0);
            length = Lowering.bytes(area.pages());
        }
        if (dice.percent(5)) {
            length = dice.oneOf(0L, 1L, length + 1, -1L, Long.MIN_VALUE, -4096L);
        }
        int flags = switch (dice.weighted(30, 35, 15, 15, 5)) {
            case 0 -> 0;
            case 1 -> MOVE;
            case 2 -> MOVE_ALL;
            case 3 -> STRICT | dice.oneOf(0, MOVE, MOVE_ALL);
            default -> dice.oneOf(8, 16, -1, 1 << 31);
        };
        return new Operation.Mbind(caller.process, start, length, mode(), mask(), flags);
    }

    private int mode() {
        int mode = dice.percent(95) ? dice.weighted(15, 20, 30, 15, 10, 5, 5) : dice.oneOf(7, 8, 100, -1);
        return dice.percent(80)
                ? mode
                : mode | dice.oneOf(STATIC, RELATIVE, BALANCING, STATIC | RELATIVE, STATIC | BALANCING, 1 << 12);
    }

    private Mask mask() {
        return switch (dice.weighted(80, 10, 10)) {
            case 0 -> new Mask(anyNodes(), maxNode(), maskBuffer());
            case 1 -> new Mask(List.of(), 0, Buffer.NULL);
            default -> new Mask(List.of(), 1025, Buffer.WHOLE);
        };
    }

    Operation setMempolicy(Knowledge caller) {
        return new Operation.SetMempolicy(caller.process, mode(), mask());
    }

    Operation getMempolicy(Knowledge caller) {
        int flags = dice.percent(90) ? dice.oneOf(0, 0, 2, 2, 3, 3, 1, 1, 4) : dice.oneOf(5, 6, 7, 8, -1);
        boolean needsAddress = (flags & 2) != 0;
        Address address = needsAddress == dice.percent(95) ? address(caller) : new Address(0);
        long maxNode = dice.percent(80) ? 1025L : dice.oneOf(0L, 1L, 2L, 4L, 5L, 64L, 65L, 1024L, 2049L, 32769L, -1L);
        Buffer mode = dice.percent(90)
                ? Buffer.WHOLE
                : dice.oneOf(Buffer.NULL, Buffer.WILD, new Buffer(Pointer.READ_ONLY, -1));
        Buffer mask =
                dice.percent(85) ? Buffer.WHOLE : dice.oneOf(Buffer.NULL, Buffer.NULL, Buffer.WILD, Buffer.first(1));
        return new Operation.GetMempolicy(caller.process, address, flags, mode, new Mask(List.of(0, 3), maxNode, mask));
    }

    Operation homeNode(Knowledge caller) {
        Address start = caller.areas.isEmpty() ? address(caller) : dice.oneOf(caller.list()).page(0);
        long length = Lowering.bytes(dice.oneOf(0, 1, 1, 4, 4, 16));
        long node = dice.percent(85) ? dice.oneOf(nodes.withMemory()) : oddNode();
        return new Operation.HomeNode(caller.process, dice.percent(95) ? start : start.plus(1), length, node,
                dice.percent(95) ? 0 : 1);
    }
}
