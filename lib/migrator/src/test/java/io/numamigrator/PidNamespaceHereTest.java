package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A /proc that numbers processes otherwise than move_pages(2) does, on the running kernel. */
class PidNamespaceHereTest {

    private static final String OUTER_PROC =
            "the /proc mounted here is that of a pid namespace above this one: this process is 1 to system calls and ";

    /** The java command finds its libraries through /proc/self/exe, so they are named where there is none. */
    private static final String WITHOUT_PROC_SELF =
            "LD_LIBRARY_PATH=" + System.getProperty("java.home") + "/lib exec \"$@\"";

    @BeforeAll
    static void thereIsWhatItTakes() {
        Requires.root();
        Requires.tools("unshare", "mount", "umount", "setpriv");
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/sys/kernel/ns_last_pid")), "numbers cannot be chosen here");
    }

    private static String ask(String... prefix) throws Exception {
        return ChildJvm.under(prefix).run(PidNamespaceChild.class, ProcessHandle.current().pid());
    }

    private static void assertLocatedAsTheKernelSays(String said) {
        String node = said.lines().filter(line -> line.startsWith("raw ")).findFirst().orElseThrow().substring(4);
        assertThat(said).contains("pid " + ProcessHandle.current().pid() + "\n")
                .contains("where 4096 pages of 4096 B: 4096 on node " + node + "\n");
    }

    @Test
    void theProcOfANamespaceAboveIsNotBelieved() throws Exception {
        String said = ask("unshare", "--pid", "--fork");

        assertLocatedAsTheKernelSays(said);
        assertThat(said).contains("maps refused: ").contains("migrate refused: ").contains(OUTER_PROC)
                .contains("so /proc/" + ProcessHandle.current().pid() + " is not the process that system calls mean")
                .contains("Mend: mount -t proc proc /proc").contains("own true").contains("self true")
                .contains("[WARNING] /proc: " + OUTER_PROC).contains("remedy (shell): mount -t proc proc /proc");
    }

    @Test
    void theProcOfTheOwnNamespaceIsBelieved() throws Exception {
        String said = ask("unshare", "--pid", "--fork", "--mount-proc");

        assertLocatedAsTheKernelSays(said);
        assertThat(said).contains("[OK] /proc: /proc numbers processes as system calls do").contains(" areas\n")
                .contains(": complete").contains("own true").contains("self true");
    }

    /** {@code nsenter --mount} alone: the caller is not in the namespace whose /proc it sees. */
    @Test
    void theProcOfANamespaceBelowIsNotBelieved() throws Exception {
        String mountBelow = "cd $(mktemp -d) && mkfifo in out && { unshare --pid --fork sh -c"
                + " 'mount -t proc proc /proc && exec cat' <in >out & } && exec 4>in 5<out && echo up >&4 && read up <&5"
                + " && rm in out && rmdir $PWD && cd / && ";

        String said = ChildJvm.under("unshare", "--mount", "sh", "-c", mountBelow + WITHOUT_PROC_SELF, "sh")
                .run(DoctorChild.class, 0);

        assertThat(said)
                .contains("[WARNING] /proc: the /proc mounted here is that of a pid namespace that this process");
    }

    @Test
    void noProcAtAllIsToldAndSoIsItsRemedy() throws Exception {
        String said = ChildJvm
                .under("unshare", "--mount", "sh", "-c", "mount -t tmpfs none /proc && " + WITHOUT_PROC_SELF, "sh")
                .run(DoctorChild.class, 0);

        assertThat(said).contains("[WARNING] /proc: no /proc is mounted here; pages are located and moved")
                .contains("remedy (shell): mount -t proc proc /proc");
    }

    @Test
    void aHiddenProcessIsToldFromOneThatIsNotThere() throws Exception {
        String hide =
                "mount -t proc -o hidepid=2 proc /proc && exec setpriv --reuid=1000 --regid=1000 --clear-groups \"$@\"";
        String[] hidden = {"unshare", "--mount", "sh", "-c", hide, "sh"};

        assertThat(ChildJvm.under(hidden).run(DoctorChild.class, ProcessHandle.current().pid()))
                .contains("or is not dumpable (/proc hides it (hidepid)); CAP_SYS_PTRACE is needed");
        assertThat(ChildJvm.under(hidden).run(DoctorChild.class, Integer.MAX_VALUE))
                .contains("there is no process 2147483647 in this pid namespace; if there was one, it has ended")
                .contains("remedy (shell): ps -e").contains("remedy (docker): --pid=host");
    }

    @Test
    void whereEveryProcessIsInSightNoContainerIsNamed() throws Exception {
        Assumptions.assumeTrue(Files.readString(Path.of("/proc/2/comm")).equals("kthreadd\n"), "this is a container");

        assertThat(ChildJvm.under().run(DoctorChild.class, Integer.MAX_VALUE))
                .contains("there is no process 2147483647; if there was one, it has ended")
                .doesNotContain("--pid=host");
    }
}
