package io.numamigrator.refusal;

import io.numamigrator.Errno;
import io.numamigrator.MoveScope;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaException;
import io.numamigrator.NumaUnavailableException;
import io.numamigrator.access.PlacementCall;
import io.numamigrator.access.Refusal;
import io.numamigrator.kernel.Kernel;
import java.util.Optional;
import java.util.stream.Stream;

/** Explains calls that the kernel refused as a whole; looks at the machine at that moment to name the likely cause. */
public final class Refusals {

    private Refusals() {}

    /**
     * Explain a call refused as a whole.
     *
     * @param call the system call: {@code move_pages}
     * @param pid the process it was about, 0 for the own one
     * @param count pages, bytes or mask bits it was about
     * @param errno what the kernel answered, positive
     * @throws NumaUnavailableException if Linux has no such errno, so that no kernel can have answered
     */
    public static NumaException explain(Kernel kernel, String call, int pid, long count, int errno) {
        return explain(kernel, call, pid, count, Optional.empty(), errno);
    }

    /** Explain a refused query of {@code count} pages. */
    public static NumaException explainQuery(Kernel kernel, int pid, long count, int errno) {
        String call = PlacementCall.MOVE_PAGES.systemCall();
        return explain(kernel, call, pid, count, Optional.of(MoveScope.EXCLUSIVE), errno);
    }

    private static NumaException explain(
            Kernel kernel, String call, int pid, long count, Optional<MoveScope> scope, int errno) {
        Errno known = known(call, errno);
        Refusal refusal =
                new LikelyCause(kernel, call, pid, scope).of(known).orElseGet(() -> RefusalTable.of(call, known));
        return exception(call, pid, count, known, refusal);
    }

    /** Explain a refused move of {@code count} pages to {@code node}. */
    public static NumaException explainMove(Kernel kernel, int pid, long count, int node, MoveScope scope, int errno) {
        String call = PlacementCall.MOVE_PAGES.systemCall();
        Errno known = known(call, errno);
        Refusal refusal = new NodeCause(kernel, pid, node).of(known)
                .or(() -> new LikelyCause(kernel, call, pid, Optional.of(scope)).of(known))
                .orElseGet(() -> RefusalTable.of(call, known));
        return exception(call, pid, count, known, refusal);
    }

    /** Explain a refused policy call. */
    public static NumaException explainPolicy(Kernel kernel, String call, PolicyRequest request, int errno) {
        Errno known = known(call, errno);
        LikelyCause suspicion = new LikelyCause(kernel, call, 0);
        Refusal refusal = suspicion.of(known).or(() -> new PolicyCause(kernel, call, request).of(known))
                .orElseGet(() -> RefusalTable.of(call, known));
        return exception(call, 0, request.bytes(), known, refusal);
    }

    /** Explain a refused migration of {@code bits} node numbers. */
    public static NumaException explainMigrate(Kernel kernel, int pid, long bits, NodeSet from, NodeSet to, int errno) {
        String call = PlacementCall.MIGRATE_PAGES.systemCall();
        Errno known = known(call, errno);
        LikelyCause suspicion = new LikelyCause(kernel, call, pid);
        Refusal refusal =
                suspicion.standingBefore(known).or(() -> new MigrateCause(kernel, pid, from, to).of(known))
                        .or(() -> suspicion.of(known)).orElseGet(() -> RefusalTable.of(call, known));
        return exception(call, pid, bits, known, refusal);
    }

    /** Explain why the kernel does not accept {@code node} as a target. */
    public static NumaException explainNode(Kernel kernel, int pid, int node, MoveScope scope, int errno) {
        return explainMove(kernel, pid, 0, node, scope, errno);
    }

    private static Errno known(String call, int number) {
        return Stream.of(Errno.values()).filter(errno -> errno.number() == Math.abs(number)).findFirst()
                .orElseThrow(() -> new NumaUnavailableException(
                        call + " was answered with errno " + number
                                + ", which Linux does not have; a seccomp filter or a sandbox"
                                + " answered in the kernel's place",
                        "see NumaMigrator.diagnose() for what stands before the kernel", null));
    }

    private static NumaException exception(String call, int pid, long count, Errno errno, Refusal refusal) {
        return new NumaException(call, pid, count, errno, refusal.meaning(), refusal.remedy());
    }
}
