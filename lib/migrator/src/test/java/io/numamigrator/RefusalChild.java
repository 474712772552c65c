package io.numamigrator;

import io.numamigrator.access.PlacementCall;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.MoveFlags;
import io.numamigrator.refusal.Refusals;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A program for tests: asks about processes as whoever it was started, by every route there is. */
final class RefusalChild {

    private RefusalChild() {}

    /** Print what a query and a query with MOVE_ALL answer for each process, and what the library says of a refusal. */
    public static void main(String[] pids) {
        List<Kernel> routes = Routes.kernels().toList();
        CallFrame frame = new CallFrame();
        for (String pid : pids) {
            for (Kernel kernel : routes) {
                long query = ask(kernel, frame, Integer.parseInt(pid), 0);
                long all = ask(kernel, frame, Integer.parseInt(pid), MoveFlags.MOVE_ALL);
                System.out.println(pid + ": " + PlacementCall.text(query) + ", MOVE_ALL " + PlacementCall.text(all));
                say(kernel, Integer.parseInt(pid), query);
                say(kernel, Integer.parseInt(pid), all);
            }
        }
    }

    private static long ask(Kernel kernel, CallFrame frame, int pid, int flags) {
        return kernel.movePages(frame, pid, 0, frame.pages, MemorySegment.NULL, frame.status, flags);
    }

    private static void say(Kernel kernel, int pid, long answer) {
        if (answer < 0) {
            System.out.println(Refusals.explain(kernel, "move_pages", pid, 0, (int) -answer).getMessage());
        }
    }
}
