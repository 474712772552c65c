package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may look into whom, on the running kernel from 4.13 on: the table of SEMANTICS 1.2, by every route. */
class AccessHereTest {

    @BeforeAll
    static void thereIsWhatItTakes() {
        Requires.root();
        Requires.tools("setpriv", "gcc");
        org.junit.jupiter.api.Assumptions.assumeTrue(RunningKernel.atLeast(4, 15), "older kernels compare uids only");
    }

    /** Where /proc hides other users' processes nobody can tell which of their ids differs; the refusal says that instead. */
    private static final boolean HIDES = mountOptionsOfProc().matches(".*\\bhidepid=(?!0|off).*");

    private static String mountOptionsOfProc() {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/mounts"))) {
            return mounts.filter(line -> line.contains(" /proc proc ")).reduce("", (_, last) -> last);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Return what is said of a closed target: why, or that it is hidden. */
    private static String told(Target target, String why) {
        return HIDES
                ? "process " + target.pid() + " belongs to another user or is not dumpable (/proc hides it (hidepid))"
                : why;
    }

    private static final String ALLOWED = ": 0, MOVE_ALL -1 EPERM";
    private static final String DENIED = ": -1 EPERM, MOVE_ALL -1 EPERM";

    private static String[] as(int real, int effective) {
        return new String[] {"setpriv", "--ruid=" + real, "--euid=" + effective, "--rgid=" + real,
            "--egid=" + effective,
            "--clear-groups"};
    }

    private static String ask(String[] who, Target... targets) throws Exception {
        List<Object> pids = new ArrayList<>();
        for (Target target : targets) {
            pids.add(target.pid());
        }
        return ChildJvm.under(who).run(RefusalChild.class, pids.toArray());
    }

    @Test
    void theSameUserMayAndMoveAllIsAnotherMatter() throws Exception {
        try (Target target = Target.withIds(1000, 1000, 1000, true)) {
            String said = ask(as(1000, 1000), target);

            assertThat(said).contains(target.pid() + ALLOWED).doesNotContain(DENIED)
                    .contains("scope SHARED (MPOL_MF_MOVE_ALL) needs CAP_SYS_NICE; it is missing");
        }
    }

    @Test
    void aTargetThatIsNotDumpableIsClosed() throws Exception {
        try (Target target = Target.withIds(1000, 1000, 1000, false)) {
            String said = ask(as(1000, 1000), target);

            assertThat(said).contains(target.pid() + DENIED).doesNotContain(ALLOWED)
                    .contains(told(target,
                            "process " + target.pid() + " has the ids of this process but is not dumpable"));
        }
    }

    @Test
    void everyIdOfTheTargetCounts() throws Exception {
        try (Target other = Target.withIds(1001, 1001, 1001, true);
                Target saved = Target.withIds(1000, 1000, 1001, true)) {
            String said = ask(as(1000, 1000), other, saved);

            assertThat(said).contains(other.pid() + DENIED).contains(saved.pid() + DENIED).doesNotContain(ALLOWED)
                    .contains(told(other,
                            "runs as uid 1001/1001/1001, gid 1001/1001/1001 (real/effective/saved), this process as uid"
                                    + " 1000/1000/1000, gid 1000/1000/1000, and without CAP_SYS_PTRACE its real ids have to equal"))
                    .contains(told(saved, "runs as uid 1000/1000/1001"));
        }
    }

    @Test
    void theCapabilityOpensEveryProcess() throws Exception {
        try (Target target = Target.withIds(1001, 1001, 1001, false)) {
            assertThat(ask(as(1000, 0), target)).contains(target.pid() + ": 0, MOVE_ALL 0").doesNotContain("EPERM");
        }
    }

    @Test
    void theRealIdDecidesAndNotTheEffectiveOne() throws Exception {
        try (Target target = Target.withIds(1000, 1000, 1000, true)) {
            assertThat(ask(as(0, 1000), target)).contains(target.pid() + DENIED).doesNotContain(ALLOWED)
                    .contains("this process as uid 0/1000/1000");
        }
    }

    @Test
    void niceDoesNotOpenAProcessAndPtraceDoesNotMoveShared() throws Exception {
        try (Target target = Target.withIds(1001, 1001, 1001, true)) {
            assertThat(ask(with("sys_nice"), target)).contains(target.pid() + DENIED)
                    .contains(told(target, "without CAP_SYS_PTRACE"));
            assertThat(ask(with("sys_ptrace"), target)).contains(target.pid() + ALLOWED);
        }
    }

    private static String[] with(String capability) {
        return new String[] {"setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", "--inh-caps=+" + capability,
            "--ambient-caps=+" + capability};
    }

    @Test
    void withoutTheCapabilityMoveAllComesBeforeThePid() throws Exception {
        String said = ChildJvm.under(as(1000, 1000)).run(RefusalChild.class, 0, Integer.MAX_VALUE, -1);

        assertThat(said).contains("0" + ALLOWED).contains(Integer.MAX_VALUE + ": -1 ESRCH, MOVE_ALL -1 EPERM")
                .contains("-1: -1 ESRCH, MOVE_ALL -1 EPERM");
    }

    @Test
    void withoutTheCapabilityAKernelThreadIsEperm() throws Exception {
        int thread = KernelThreadHere.pid(io.numamigrator.kernel.LinuxKernels.files());

        assertThat(ChildJvm.under(as(1000, 1000)).run(RefusalChild.class, thread)).contains(thread + DENIED);
    }

    @Test
    void theDoctorSaysWhyAnotherProcessIsClosed() throws Exception {
        try (Target other = Target.withIds(1001, 1001, 1001, true);
                Target closed = Target.withIds(1000, 1000, 1000, false)) {
            assertThat(ChildJvm.under(as(1000, 1000)).run(DoctorChild.class, other.pid()))
                    .startsWith(HIDES
                            ? "process " + other.pid() + ": not usable: " + told(other, "")
                            : "process " + other.pid() + " (target): not usable: process " + other.pid()
                                    + " (target) runs as uid 1001/1001/1001")
                    .contains(HIDES ? "" : "remedy (docker): --user=1001:1001")
                    .contains("remedy (docker): --cap-add=SYS_PTRACE");
            assertThat(ChildJvm.under(as(1000, 1000)).run(DoctorChild.class, closed.pid()))
                    .contains("is not dumpable")
                    .contains(HIDES ? "(/proc hides it (hidepid))" : "remedy (program): prctl(PR_SET_DUMPABLE, 1)");
        }
    }

    @Test
    void theDoctorTellsTheDeadFromTheClosed() throws Exception {
        try (Target zombie = Target.zombie()) {
            assertThat(ChildJvm.under().run(DoctorChild.class, zombie.pid()))
                    .contains("has ended and only waits to be reaped");
        }
        assertThat(ChildJvm.under().run(DoctorChild.class, Integer.MAX_VALUE))
                .startsWith("process " + Integer.MAX_VALUE + ": not usable: there is no process");
    }
}
