package io.numamigrator.fidelity.shrink;

import io.numamigrator.fidelity.program.Lowering;
import io.numamigrator.fidelity.scenario.Address;
import io.numamigrator.fidelity.scenario.Buffer;
import io.numamigrator.fidelity.scenario.Layout;
import io.numamigrator.fidelity.scenario.Mask;
import io.numamigrator.fidelity.scenario.Operation;
import io.numamigrator.fidelity.scenario.Operation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Thinks of simpler operations than a given one: fewer entries, fewer pages, plainer arguments. */
final class Simpler {

    private static final int MOVE = 2;

    private final List<Operation> found = new ArrayList<>();

    private Simpler() {}

    static List<Operation> than(Operation operation) {
        Simpler simpler = new Simpler();
        simpler.look(operation);
        return simpler.found.stream().filter(each -> !each.equals(operation)).distinct().toList();
    }

    private void look(Operation operation) {
        switch (operation) {
            case Operation.Become become -> become(become);
            case Operation.Confine(int process, var nodes) -> without(nodes,
                    fewer -> found.add(new Operation.Confine(process, fewer)));
            case Operation.Map map -> map(map);
            case Operation.Unmap(int process, Address from, int pages) -> parts(from, pages,
                    (start, count) -> new Operation.Unmap(process, start, count));
            case Operation.Protect(int process, Address from, int pages, int protection) -> parts(from, pages,
                    (start, count) -> new Operation.Protect(process, start, count, protection));
            case Operation.Lock(int process, Address from, int pages) -> parts(from, pages,
                    (start, count) -> new Operation.Lock(process, start, count));
            case Operation.Advise(int process, Address from, int pages, var advice) -> parts(from, pages,
                    (start, count) -> new Operation.Advise(process, start, count, advice));
            case Operation.Touch(int process, Address from, int pages, boolean write) -> parts(from, pages,
                    (start, count) -> new Operation.Touch(process, start, count, write));
            case Operation.Pin(int process, Address from, int pages, int pin) -> parts(from, pages,
                    (start, count) -> new Operation.Pin(process, start, count, pin));
            case Operation.Fill(int process, int node, int _) -> found.add(new Operation.Fill(process, node, 0));
            case Operation.MovePages call -> new SimplerMove(call, found::add).look();
            case Operation.MigratePages call -> migrate(call);
            case Operation.Mbind call -> mbind(call);
            case Operation.SetMempolicy(int process, int mode, Mask mask) -> {
                found.add(new Operation.SetMempolicy(process, mode & 0xff, mask));
                masks(mask, each -> new Operation.SetMempolicy(process, mode, each));
            }
            case Operation.GetMempolicy(int process, Address address, int flags, Buffer mode, Mask mask) -> {
                found.add(new Operation.GetMempolicy(process, address, flags, Buffer.WHOLE, mask));
                masks(mask, each -> new Operation.GetMempolicy(process, address, flags, mode, each));
            }
            case Operation.HomeNode(int process, Address start, long length, long node, long flags) -> {
                found.add(new Operation.HomeNode(process, start, Layout.PAGE, node, flags));
                found.add(new Operation.HomeNode(process, start, length, node, 0));
                found.add(new Operation.HomeNode(process, start, length, 0, flags));
            }
            case Operation.RunOn(int process, int _) -> found.add(new Operation.RunOn(process, 0));
            case Operation.Empty _,Operation.Spawn _,Operation.Fork _,Operation.Exit _,Operation.Reap _,Operation.Unpin _ ->
                {}
        }
    }

    private void become(Operation.Become become) {
        int user = become.real();
        found.add(new Operation.Become(become.process(), user, user, user, become.capabilities(), become.dumpable()));
        found.add(new Operation.Become(become.process(), user, become.effective(), become.saved(),
                become.capabilities(), true));
        without(become.capabilities(), fewer -> found.add(new Operation.Become(become.process(), user,
                become.effective(), become.saved(), fewer, become.dumpable())));
    }

    private void map(Operation.Map map) {
        int least = map.kind() == Kind.HUGE || map.kind() == Kind.HUGETLB ? Layout.HUGE_PAGES : 1;
        for (int pages : new int[] {least, map.pages() / 2, map.pages() - 1}) {
            if (pages >= least && pages < map.pages() && pages % least == 0) {
                found.add(new Operation.Map(map.process(), map.area(), map.kind(), pages, map.file()));
            }
        }
        found.add(new Operation.Map(map.process(), map.area(), Kind.ANONYMOUS, map.pages(), 0));
        found.add(new Operation.Map(map.process(), map.area(), map.kind(), map.pages(), 0));
    }

    /** Makes an operation on some pages of an area. */
    private interface OnPages {
        Operation of(Address from, int count);
    }

    private void parts(Address from, int pages, OnPages operation) {
        if (pages > 1) {
            found.add(operation.of(from, 1));
            found.add(operation.of(from, pages / 2));
            found.add(operation.of(from.plus(Lowering.bytes(pages / 2)), pages - pages / 2));
            found.add(operation.of(from.plus(Lowering.bytes(pages - 1)), 1));
            found.add(operation.of(from, pages - 1));
            found.add(operation.of(from.plus(Layout.PAGE), pages - 1));
        }
    }

    private void migrate(Operation.MigratePages call) {
        found.add(new Operation.MigratePages(call.process(), Operation.SELF, call.from(), call.to()));
        masks(call.from(),
                from -> new Operation.MigratePages(call.process(), call.target(), from, sameWidth(call.to(), from)));
        masks(call.to(),
                to -> new Operation.MigratePages(call.process(), call.target(), sameWidth(call.from(), to), to));
    }

    /** The call has one width for both masks. */
    private static Mask sameWidth(Mask mask, Mask as) {
        return new Mask(mask.nodes(), as.maxNode(), mask.at());
    }

    private void mbind(Operation.Mbind call) {
        int process = call.process();
        for (long length : new long[] {Layout.PAGE, call.length() / 2 & -Layout.PAGE}) {
            if (length > 0 && length < call.length()) {
                found.add(new Operation.Mbind(process, call.start(), length, call.mode(), call.mask(), call.flags()));
                found.add(new Operation.Mbind(process, call.start().plus(call.length() - length), length, call.mode(),
                        call.mask(), call.flags()));
            }
        }
        for (int flags : new int[] {0, MOVE, call.flags() & ~1}) {
            found.add(new Operation.Mbind(process, call.start(), call.length(), call.mode(), call.mask(), flags));
        }
        found.add(new Operation.Mbind(process, call.start(), call.length(), call.mode() & 0xff, call.mask(),
                call.flags()));
        masks(call.mask(), mask -> new Operation.Mbind(process, call.start(), call.length(), call.mode(), mask,
                call.flags()));
    }

    private void masks(Mask mask, Function<Mask, Operation> operation) {
        without(mask.nodes(), fewer -> found.add(operation.apply(new Mask(fewer, mask.maxNode(), mask.at()))));
        found.add(operation.apply(new Mask(mask.nodes(), 1025, mask.at())));
        found.add(operation.apply(new Mask(mask.nodes(), mask.maxNode(), Buffer.WHOLE)));
    }

    /** Give the lists that lack one element. */
    static <T> void without(List<T> list, Consumer<List<T>> each) {
        for (int i = 0; i < list.size(); i++) {
            List<T> fewer = new ArrayList<>(list);
            fewer.remove(i);
            each.accept(List.copyOf(fewer));
        }
    }
}
