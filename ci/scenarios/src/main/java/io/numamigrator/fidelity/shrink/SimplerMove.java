package io.numamigrator.fidelity.shrink;

import io.numamigrator.fidelity.scenario.Address;
import io.numamigrator.fidelity.scenario.Buffer;
import io.numamigrator.fidelity.scenario.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Thinks of simpler calls of move_pages(2). */
final class SimplerMove {

    private static final int MOVE = 2;

    private final Operation.MovePages call;
    private final Consumer<Operation> found;

    SimplerMove(Operation.MovePages call, Consumer<Operation> found) {
        this.call = call;
        this.found = found;
    }

    void look() {
        entries();
        List<Integer> nodes = call.nodes();
        if (nodes != null && !nodes.isEmpty()) {
            found.accept(with(call.pages(), Collections.nCopies(nodes.size(), nodes.getLast()), call.count()));
            found.accept(with(call.pages(), null, call.count()));
        }
        found.accept(with(call.pages(), nodes, call.pages().size()));
        found.accept(with(Operation.SELF, call.flags(), call.pagesAt(), call.nodesAt(), call.statusAt()));
        found.accept(with(call.target(), MOVE, call.pagesAt(), call.nodesAt(), call.statusAt()));
        found.accept(with(call.target(), call.flags(), Buffer.WHOLE, call.nodesAt(), call.statusAt()));
        found.accept(with(call.target(), call.flags(), call.pagesAt(), Buffer.WHOLE, call.statusAt()));
        found.accept(with(call.target(), call.flags(), call.pagesAt(), call.nodesAt(), Buffer.WHOLE));
    }

    /** Leave out halves, quarters, … and single entries. */
    private void entries() {
        int size = call.pages().size();
        for (int part = (size + 1) / 2; part > 0; part = part == 1 ? 0 : (part + 1) / 2) {
            for (int from = 0; from < size; from += part) {
                int to = Math.min(size, from + part);
                List<Integer> nodes = call.nodes();
                long count = call.count() == size ? size - (to - from) : call.count();
                found.accept(with(cut(call.pages(), from, to), nodes == null ? null : cut(nodes, from, to), count));
            }
        }
    }

    private static <T> List<T> cut(List<T> list, int from, int to) {
        List<T> fewer = new ArrayList<>(list.subList(0, from));
        fewer.addAll(list.subList(to, list.size()));
        return fewer;
    }

    private Operation.MovePages with(List<Address> pages, @Nullable List<Integer> nodes, long count) {
        return new Operation.MovePages(call.process(), call.target(), count, pages, nodes, call.flags(),
                within(call.pagesAt(), pages), within(call.nodesAt(), pages), within(call.statusAt(), pages));
    }

    /** A buffer cannot reach farther than the array is long. */
    private static Buffer within(Buffer buffer, List<Address> pages) {
        return buffer.reachable() <= pages.size() ? buffer : new Buffer(buffer.pointer(), pages.size());
    }

    private Operation.MovePages with(int target, int flags, Buffer pages, Buffer nodes, Buffer status) {
        return new Operation.MovePages(call.process(), target, call.count(), call.pages(), call.nodes(), flags, pages,
                nodes, status);
    }
}
