package io.numamigrator.access;

import io.numamigrator.Diagnosis.Place;
import io.numamigrator.Diagnosis.Remedy;
import io.numamigrator.kernel.ProcView;
import java.util.List;

/** Says what is wrong with a /proc that numbers processes otherwise than system calls do, and what to do about it. */
public final class ForeignProc {

    private ForeignProc() {}

    /** Return what is wrong, in one sentence. */
    public static String why(ProcView view) {
        return switch (view.kind()) {
            case ABOVE ->
                "the /proc mounted here is that of a pid namespace above this one: this process is " + view.ownPid()
                        + " to system calls and " + view.ownPidThere() + " in /proc";
            case ELSEWHERE -> "the /proc mounted here is that of a pid namespace that this process (" + view.ownPid()
                    + ") is not in";
            case ABSENT -> "no /proc is mounted here";
            case SAME -> "/proc numbers processes as system calls do";
        };
    }

    static Refusal meaning(ProcView view, int pid) {
        String other =
                view.isOwn(pid) ? "" : ", so /proc/" + pid + " is not the process that system calls mean by " + pid;
        return new Refusal(why(view) + other, remedies(view).getFirst().text());
    }

    /** Return what gives this process a /proc of its own pid namespace. */
    public static List<Remedy> remedies(ProcView view) {
        return switch (view.kind()) {
            case ABOVE -> List.of(
                    new Remedy(Place.SHELL,
                            "mount -t proc proc /proc   (in this pid namespace, in a mount namespace of its"
                                    + " own: unshare --pid --fork --mount-proc java ..., or nsenter --target PID --pid --mount java"
                                    + " ...)"));
            case ELSEWHERE -> List.of(
                    new Remedy(Place.SHELL,
                            "mount -t proc proc /proc   (or enter the pid namespace, too: nsenter --target PID"
                                    + " --mount --pid java ...)"));
            case ABSENT -> List.of(new Remedy(Place.SHELL, "mount -t proc proc /proc"));
            case SAME -> List.of();
        };
    }
}
