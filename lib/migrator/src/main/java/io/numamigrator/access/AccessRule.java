package io.numamigrator.access;

import io.numamigrator.Diagnosis.Place;
import io.numamigrator.Diagnosis.Remedy;
import io.numamigrator.access.Access.Denied;
import io.numamigrator.access.Access.Granted;
import io.numamigrator.kernel.LinuxRelease;
import io.numamigrator.kernel.ProcView;
import io.numamigrator.proc.Capability;
import io.numamigrator.proc.ProcessStatus;
import java.util.List;
import java.util.stream.Stream;

/** The rule by which a kernel lets one process place the pages of another (SEMANTICS 1.2). */
public enum AccessRule {
    /** Before: real or effective uid against the target's real or saved uid, or CAP_SYS_NICE. */
    UID(Capability.CAP_SYS_NICE) {
        @Override
        boolean idsMatch(ProcessStatus caller, ProcessStatus target) {
            List<Integer> own = caller.uids();
            List<Integer> other = target.uids();
            return own.size() == 4 && other.size() == 4 && List.of(other.get(0), other.get(2)).stream()
                    .anyMatch(uid -> uid.equals(own.get(0)) || uid.equals(own.get(1)));
        }
    },
    /**
     * move_pages from 4.13, migrate_pages from 4.15: real ids against all ids of the target, which has to be dumpable,
     * or CAP_SYS_PTRACE.
     */
    PTRACE(Capability.CAP_SYS_PTRACE) {
        @Override
        boolean idsMatch(ProcessStatus caller, ProcessStatus target) {
            return realMatchesAll(caller.uids(), target.uids()) && realMatchesAll(caller.gids(), target.gids());
        }
    };

    private final Capability capability;

    AccessRule(Capability capability) {
        this.capability = capability;
    }

    /** Return the rule of a release; of the newest one if the release is hidden. */
    public static AccessRule of(PlacementCall call, LinuxRelease release) {
        boolean hidden = release.major() == 0;
        int since = call == PlacementCall.MIGRATE_PAGES ? 15 : 13;
        return hidden || release.atLeast(4, since) ? PTRACE : UID;
    }

    abstract boolean idsMatch(ProcessStatus caller, ProcessStatus target);

    private static boolean realMatchesAll(List<Integer> own, List<Integer> other) {
        return own.size() == 4 && other.size() == 4 && other.subList(0, 3).stream().allMatch(own.get(0)::equals);
    }

    Access judge(String process, ProcessStatus caller, ProcessStatus target) {
        if (caller.has(capability)) {
            return new Granted("this process has " + capability + ", which counts unless " + process
                    + " belongs to another user namespace");
        }
        if (idsMatch(caller, target)) {
            return new Granted("the ids of " + process + " are those of this process; it still has to be dumpable");
        }
        return new Denied(process + " runs as uid " + ids(target.uids()) + ", gid " + ids(target.gids())
                + " (real/effective/saved), this process as uid " + ids(caller.uids()) + ", gid " + ids(caller.gids())
                + ", and without " + capability + " " + sentence(), remedies(target));
    }

    private String sentence() {
        return this == PTRACE
                ? "its real ids have to equal all three of the other's"
                : "its real or effective uid has to equal the other's real or saved one";
    }

    private static String ids(List<Integer> ids) {
        return ids.size() < 3
                ? "?"
                : Integer.toUnsignedString(ids.get(0)) + "/" + Integer.toUnsignedString(ids.get(1)) + "/"
                        + Integer.toUnsignedString(ids.get(2));
    }

    private List<Remedy> remedies(ProcessStatus target) {
        List<Remedy> grant = Remedies.capability(capability);
        if (target.uids().isEmpty() || target.gids().isEmpty()) {
            return grant;
        }
        return Stream.concat(
                grant.stream(), Remedies.sameUser(target.uids().get(0), target.gids().get(0)).stream()).toList();
    }

    /** Say why a process whose ids match, or a caller with the capability, is refused all the same. */
    Denied inSpite(ExaminedProcess patient) {
        String process = "process " + patient.pid();
        if (patient.caller().filter(caller -> caller.has(capability)).isPresent()) {
            return UserNamespace.isFirst(patient)
                    ? new Denied(
                            "a security module (SELinux, AppArmor, Smack) forbids it, for this process has "
                                    + capability
                                    + " in the first user namespace",
                            Remedies.one(Place.MACHINE, Remedies.ALLOW_IN_MODULE))
                    : new Denied(process + " is outside this user namespace, and " + capability
                            + " of this process counts only inside", Remedies.firstUserNamespace(capability));
        }
        return new Denied(
                process + " has the ids of this process but is not dumpable (it changed its ids, runs a file it may"
                        + " not read, or said so with prctl), or a security module forbids it; " + capability
                        + " is needed",
                Stream.concat(
                        Remedies.one(Place.PROGRAM, "prctl(PR_SET_DUMPABLE, 1)   (in the other process)").stream(),
                        Remedies.capability(capability).stream()).toList());
    }

    /** Say why a process that /proc does not show, but the kernel knows, is refused. */
    Denied hidden(ExaminedProcess patient) {
        if (patient.caller().filter(caller -> caller.has(capability)).isPresent()) {
            return inSpite(patient);
        }
        String why = patient.procView().kind() == ProcView.Kind.SAME
                ? "/proc hides it (hidepid)"
                : ForeignProc.why(patient.procView());
        return new Denied(
                "process " + patient.pid() + " belongs to another user or is not dumpable (" + why + "); " + capability
                        + " is needed",
                Remedies.capability(capability));
    }
}
