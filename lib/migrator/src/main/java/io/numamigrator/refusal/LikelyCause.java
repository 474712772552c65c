package io.numamigrator.refusal;

import io.numamigrator.Errno;
import io.numamigrator.MoveScope;
import io.numamigrator.access.Access;
import io.numamigrator.access.AccessExamination;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.access.PlacementCall;
import io.numamigrator.access.Refusal;
import io.numamigrator.access.Remedies;
import io.numamigrator.access.SyscallProbe;
import io.numamigrator.access.UserNamespace;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.LinuxRelease;
import io.numamigrator.proc.Capability;
import java.util.Optional;

/** Says who refused a call, and why, from what the machine shows right after the refusal. */
final class LikelyCause {

    private static final Refusal OPEN_NOW = new Refusal(
            "the process was closed to this one when the kernel looked, and is open now", "make the call again");

    private final Kernel kernel;
    private final String call;
    private final ExaminedProcess patient;

    /** What a move asked for; a query is as harmless as EXCLUSIVE. Absent where it is not known, or another call. */
    private final Optional<MoveScope> scope;

    LikelyCause(Kernel kernel, String call, int pid) {
        this(kernel, call, pid, Optional.empty());
    }

    LikelyCause(Kernel kernel, String call, int pid, Optional<MoveScope> scope) {
        this.scope = scope;
        this.kernel = kernel;
        this.call = call;
        this.patient = ExaminedProcess.toAsk(kernel, pid);
    }

    /** Return the likely cause of an errno; empty if nothing more than its general meaning can be said. */
    Optional<Refusal> of(Errno errno) {
        return switch (errno) {
            case EPERM -> wantsSharedWithoutNice()
                    ? stopped().or(this::noCapability)
                    : standingBefore(errno).or(this::noCapability);
            case ESRCH, EINVAL -> standingBefore(errno);
            case EFAULT, ENOMEM, EIO -> Optional.empty();
            case ENODEV, ENOENT, E2BIG -> onlyInOldKernels(errno);
            default -> stopped();
        };
    }

    /** MPOL_MF_MOVE_ALL is checked before the process is looked up, so nothing about the process can be the cause. */
    private boolean wantsSharedWithoutNice() {
        boolean lacking = patient.caller().filter(caller -> !caller.has(Capability.CAP_SYS_NICE)).isPresent();
        return lacking && scope.filter(asked -> asked == MoveScope.SHARED).isPresent();
    }

    /** Without MPOL_MF_MOVE_ALL a capability is asked for because of the other process alone. */
    private Refusal withoutCapability() {
        return patient.isSelf()
                ? new Refusal(
                        "a security module or a sandbox refuses, for Linux itself asks no capability of a process that"
                                + " moves its own pages with scope EXCLUSIVE",
                        Remedies.ALLOW_IN_MODULE)
                : OPEN_NOW;
    }

    /** Return what stands between the call and its own checks: a filter, the other process, or that there is none. */
    Optional<Refusal> standingBefore(Errno errno) {
        return switch (errno) {
            case EPERM -> stopped().or(this::noAccess);
            case ESRCH, EINVAL -> nothingThere(errno);
            default -> Optional.empty();
        };
    }

    /** Kernels of 2006 to 2009 gave some answers that none does since. */
    private Optional<Refusal> onlyInOldKernels(Errno errno) {
        boolean old = switch (call + " " + errno) {
            case "mbind ENODEV", "move_pages ENOENT", "move_pages E2BIG" -> true;
            default -> false;
        };
        LinuxRelease release = patient.release();
        return old && release.major() >= 3
                ? stopped().or(() -> Optional.of(new Refusal("Linux " + release.major() + "." + release.minor()
                        + " itself does not answer this to " + call + "; a security module or a sandbox did",
                        "see NumaMigrator.diagnose() for what stands before the kernel")))
                : Optional.empty();
    }

    /** Make the call again in a form that cannot be refused: if it is refused, then not by the call itself. */
    private Optional<Refusal> stopped() {
        return PlacementCall.named(call).map(this::passage).flatMap(this::stopped);
    }

    private SyscallProbe passage(PlacementCall named) {
        try (CallFrame frame = new CallFrame()) {
            return SyscallProbe.of(kernel, frame, named);
        }
    }

    private Optional<Refusal> stopped(SyscallProbe passage) {
        return switch (passage.kind()) {
            case OPEN -> Optional.empty();
            case FILTERED -> Optional.of(new Refusal(
                    "a seccomp filter (Seccomp: 2) answers in the kernel's place, even to "
                            + passage.evidence(),
                    "allow the call in the seccomp profile (Docker, Podman: --security-opt seccomp=FILE; systemd:"
                            + " SystemCallFilter=@resources get_mempolicy); NumaMigrator.diagnose() has the profile"));
            case ABSENT -> Optional.of(new Refusal("this kernel does not have the call: " + passage.evidence(),
                    RefusalTable.of(call, Errno.ENOSYS).remedy()));
            case REFUSED ->
                Optional.of(new Refusal("no seccomp filter is in place, but a security module or a sandbox answers in"
                        + " the kernel's place, even to " + passage.evidence(), "let the call through there"));
        };
    }

    private Optional<Refusal> noAccess() {
        if (patient.isSelf() || !movesBetweenProcesses()) {
            return Optional.empty();
        }
        Access access = AccessExamination.explain(patient, AccessExamination.ask(kernel, patient.pid()));
        return access instanceof Access.Denied denied ? Optional.of(refusal(denied)) : Optional.empty();
    }

    private boolean movesBetweenProcesses() {
        return call.equals("move_pages") || call.equals("migrate_pages");
    }

    private Refusal refusal(Access access) {
        return new Refusal(access.why(), access.firstRemedy(patient.pid()));
    }

    /** What is left of EPERM: a right that CAP_SYS_NICE gives. */
    private Optional<Refusal> noCapability() {
        if (scope.filter(asked -> asked == MoveScope.EXCLUSIVE).isPresent()) {
            return Optional.of(withoutCapability());
        }
        boolean held = patient.caller().filter(caller -> caller.has(Capability.CAP_SYS_NICE)).isPresent();
        String what = switch (call) {
            case "move_pages" -> "scope SHARED (MPOL_MF_MOVE_ALL) needs CAP_SYS_NICE";
            case "mbind" -> "MOVE_ALL needs CAP_SYS_NICE";
            case "migrate_pages" ->
                "a target node is outside the Mems_allowed_list of the process, which needs CAP_SYS_NICE";
            default -> "";
        };
        if (what.isEmpty()) {
            return Optional.empty();
        }
        if (held && UserNamespace.isFirst(patient)) {
            return Optional.of(call.equals("mbind")
                    ? new Refusal("a security module refuses, for this process has CAP_SYS_NICE",
                            Remedies.ALLOW_IN_MODULE)
                    : OPEN_NOW);
        }
        return Optional
                .of(new Refusal(what + (held ? "; this process has it in its user namespace only" : "; it is missing"),
                        held ? "run in the first user namespace" : grant()));
    }

    private String grant() {
        return (call.equals("migrate_pages")
                ? "name nodes the process may use, or grant CAP_SYS_NICE"
                : "move without it (scope EXCLUSIVE), or grant CAP_SYS_NICE")
                + " (Docker, Podman: --cap-add=SYS_NICE; systemd: AmbientCapabilities=CAP_SYS_NICE)";
    }

    private Optional<Refusal> nothingThere(Errno errno) {
        if (patient.isSelf() || !movesBetweenProcesses()) {
            return errno == Errno.ESRCH ? stopped() : Optional.empty();
        }
        Access access = Access.judge(patient, PlacementCall.MOVE_PAGES);
        if (access instanceof Access.Nothing nothing) {
            return nothing.answer() == errno ? Optional.of(refusal(nothing)) : Optional.empty();
        }
        return errno == Errno.ESRCH
                ? Optional.of(new Refusal("process " + patient.pid() + " has ended, and another one has its number now",
                        "call process(" + patient.pid() + ") anew if that one is meant"))
                : Optional.empty();
    }
}
