package io.numamigrator.engine;

import io.numamigrator.Errno;
import io.numamigrator.NumaException;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.pages.MovePlan;
import io.numamigrator.pages.PageCode;
import java.lang.foreign.MemorySegment;

/** Has pages mapped that exist, or may, by reading each (MADV_POPULATE_READ, Linux 5.14); what cannot be mapped stays as it is. */
final class Population {

    private static final int POPULATE_READ = 22;

    private final Kernel kernel;
    private final CallFrame frame;
    private final int pid;
    private final MovePlan request;

    Population(Kernel kernel, CallFrame frame, int pid, MovePlan request) {
        this.kernel = kernel;
        this.frame = frame;
        this.pid = pid;
        this.request = request;
    }

    /**
     * Refuse what cannot be done at all.
     *
     * @throws NumaException if the memory is another process's, or the kernel has no such call
     */
    private void check() {
        if (pid != 0 && pid != kernel.getpid()) {
            throw refusal(Errno.EOPNOTSUPP, "memory can be populated by the process itself alone",
                    "have the process touch its memory, or move without MoveOptions.withPopulate()");
        }
        // Of no bytes: the advice is checked all the same.
        long answer = kernel.madvise(frame, 0, 0, POPULATE_READ);
        if (answer < 0) {
            throw refusal(Errno.of((int) answer),
                    answer == -Errno.EINVAL.number()
                            ? "this kernel has no MADV_POPULATE_READ; it came with Linux 5.14"
                            : "madvise(2) is refused; a seccomp filter may answer in the kernel's place",
                    "touch the memory first, and move without MoveOptions.withPopulate()");
        }
    }

    private NumaException refusal(Errno errno, String cause, String remedy) {
        return new NumaException("madvise(MADV_POPULATE_READ)", pid, request.count(), errno, cause, remedy);
    }

    /** Map the pages that {@code answers}, which is used up, has as absent, but for memory that was never touched. */
    void populate(short[] answers) {
        check();
        Absentees absentees = new Absentees(kernel, frame, pid, null);
        absentees.classify(request, answers);
        for (int i = 0; i < answers.length;) {
            int end = i + 1;
            if (isToCome(answers[i])) {
                int stop = i + request.contiguous(i);
                while (end < stop && isToCome(answers[end])) {
                    end++;
                }
                eachPart(absentees, i, end);
            }
            i = end;
        }
        frame.release();
    }

    private static boolean isToCome(short code) {
        return PageCode.isAbsent(code) && switch (Absentees.kind(code)) {
            case UNMAPPED, SWAPPED, FILE_HOLE, UNKNOWN -> true;
            case NEVER_TOUCHED, ZERO_PAGE, DEVICE, POISONED, GUARD, NO_AREA -> false;
        };
    }

    private void eachPart(Absentees absentees, int from, int to) {
        int pageShift = Integer.numberOfTrailingZeros(kernel.pageSize());
        MemorySegment holder = request.holderOfRun(request.runOf(from));
        for (int at = from; at < to;) {
            long address = request.address(at);
            long left = absentees.endOfPart(address) - address >>> pageShift;
            int limit = (int) Math.min(to, at + Math.max(1, Math.min(left, to - at)));
            frame.holding(holder);
            read(at, limit);
            at = limit;
        }
    }

    /** Map pages of one area. A page that cannot be mapped ends a call: then each half is tried, down to the page. */
    private void read(int from, int to) {
        long bytes = (long) (to - from) * request.pageSize();
        long answer = kernel.madvise(frame, request.address(from), bytes, POPULATE_READ);
        if (answer < 0 && answer != -Errno.EINVAL.number() && to - from > 1) {
            int middle = from + to >>> 1;
            read(from, middle);
            read(middle, to);
        }
    }
}
