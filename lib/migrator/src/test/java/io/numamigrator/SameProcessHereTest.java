package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.engine.KernelMigrator;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.proc.ProcessStat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that ends, starts another program, or gives its number to another one while it is looked at. */
class SameProcessHereTest {

    @BeforeAll
    static void thereIsWhatItTakes() {
        Requires.root();
        Requires.tools("unshare", "cat");
    }

    @Test
    void aNumberThatWasGivenAwayIsNotRead() throws Exception {
        String said = ChildJvm.under("unshare", "--pid", "--fork", "--mount-proc").run(PidReuseChild.class);

        assertThat(said).contains("first false").contains("reused true").contains("anew true")
                .contains("ended refused: move_pages(").contains("if there was one, it has ended");
        for (String question : new String[] {"locate", "move", "maps", "migrate"}) {
            assertThat(said).containsPattern(
                    question + " refused: .* of before has ended, and another one has its number now. Mend: call process");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProcessThatIsHeldIsNotThereOnceItWasReaped(Route route) throws Exception {
        Kernel kernel = Routes.kernel(route);
        CallFrame frame = new CallFrame();
        int pid;
        try (OtherProcess other = OtherProcess.own()) {
            pid = other.pid();
            kernel.hold(frame, pid);
            assertThat(ask(kernel, frame, pid)).isZero();
        }
        try {
            assertThat(ask(kernel, frame, pid)).isEqualTo(-Errno.ESRCH.number());
            assertThat(kernel.migratePages(frame, pid, 0, MemorySegment.NULL, MemorySegment.NULL))
                    .isEqualTo(-Errno.ESRCH.number());
        } finally {
            kernel.letGo(frame);
        }
    }

    private static long ask(Kernel kernel, CallFrame frame, int pid) {
        return kernel.movePages(frame, pid, 0, frame.pages, MemorySegment.NULL, frame.status, 0);
    }

    @Test
    void aViewLeavesNoDescriptorBehind() throws Exception {
        try (NumaMigrator numa = NumaMigrator.system(); OtherProcess other = OtherProcess.own()) {
            MemoryRange memory = new MemoryRange(numa.process(other.pid()).maps().getFirst().start(), 4096);
            NodeSet here = numa.topology().allowed();
            int before = descriptors();
            for (int i = 0; i < 50; i++) {
                numa.process(other.pid()).move(memory, here.highest());
                numa.process(other.pid()).migrate(here, here);
                numa.process(other.pid()).locate(new MemoryRange(memory.start(), 8 << 20));
            }
            assertThat(descriptors()).isLessThan(before + 10);
        }
    }

    private static int descriptors() throws IOException {
        return io.numamigrator.kernel.LinuxKernels.files().list("/proc/self/fd").size();
    }

    @Test
    void anotherProgramAnEndAndAnotherProcessAreTold() throws IOException {
        Kernel kernel = Routes.kernel(Route.SYSCALL);
        Process shell = new ProcessBuilder("sh", "-c", "echo; read end; exec cat").start();
        int pid = (int) shell.pid();
        try {
            shell.getInputStream().read();
            Optional<ProcessStat> before = ProcessStat.of(kernel, pid);
            assertThat(before).isPresent();
            assertThat(ProcessStat.change(pid, before, ProcessStat.of(kernel, pid))).isEmpty();

            shell.getOutputStream().write("end\necho\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            shell.getOutputStream().flush();
            shell.getInputStream().read();
            assertThat(ProcessStat.change(pid, before, ProcessStat.of(kernel, pid)))
                    .contains("process " + pid + " started another program meanwhile (exec), whose memory is new");
            assertThat(ProcessStat.change(pid, before, ProcessStat.of(kernel, 1)))
                    .contains("process " + pid + " ended meanwhile, and another one has its number now");
        } finally {
            shell.destroyForcibly().onExit().join();
        }
        Optional<ProcessStat> started = Optional.of(new ProcessStat(1, false, java.util.List.of()));
        assertThat(ProcessStat.change(pid, started, ProcessStat.of(kernel, pid)))
                .contains("process " + pid + " ended meanwhile");
    }

    @Test
    void anIdentityIsWhatProcTells() throws Exception {
        try (NumaMigrator numa = NumaMigrator.system(); OtherProcess other = OtherProcess.own()) {
            ProcessIdentity identity = numa.process(other.pid()).identity();
            Path there = Path.of("/proc/" + other.pid());
            String stat = Files.readString(there.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);

            assertThat(identity).isEqualTo(numa.process(other.pid()).identity());
            assertThat(identity.pid()).isEqualTo(other.pid());
            assertThat(identity.startTicks()).isEqualTo(Long.parseLong(fields[22 - 3]));
            assertThat(identity.executable()).contains(there.resolve("exe").toRealPath().toString());
            assertThat(identity.image()).contains(String.join(" ", fields[26 - 3], fields[28 - 3], fields[45 - 3],
                    fields[47 - 3]));
            assertThat(identity.bootId())
                    .contains(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
            assertThat(numa.self().identity().pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(numa.self().identity()).isEqualTo(numa.process(ProcessHandle.current().pid()).identity());
        }
    }

    @Test
    void aZombieHasEndedAndDidNotStartAnotherProgram() {
        Optional<ProcessStat> before =
                ProcessStat.parse("7 (a) b) S" + " 0".repeat(18) + " 42" + " 9".repeat(30));
        Optional<ProcessStat> after =
                ProcessStat.parse("7 (a) b) Z" + " 0".repeat(18) + " 42" + " 0".repeat(30));

        assertThat(before).map(ProcessStat::start).contains(42L);
        assertThat(ProcessStat.change(7, before, after)).contains("process 7 ended meanwhile");
        assertThat(ProcessStat.parse("7 (a")).isEmpty();
    }

    private static NumaMigrator ending(OtherProcess other, String call) {
        return new KernelMigrator(EndingKernel.endingAfterCall(other, call), false);
    }

    @Test
    void aMigrationDuringWhichTheProcessEndsSaysSo() throws IOException {
        try (OtherProcess other = OtherProcess.own();
                NumaMigrator numa = ending(other, "migratePages")) {
            NodeSet here = numa.topology().allowed();

            MigrateResult result = numa.process(other.pid()).migrate(here, here);

            assertThat(result.isComplete()).isFalse();
            assertThat(result.unverifiedBecause()).contains("process " + other.pid() + " ended meanwhile");
            assertThat(result.toString()).doesNotContain("check the pid");
        }
    }

    @Test
    void aMoveDuringWhichTheProcessEndsSaysSo() throws IOException {
        try (OtherProcess other = OtherProcess.own()) {
            MoveResult result;
            try (NumaMigrator numa = ending(other, "movePages")) {
                NumaProcess process = numa.process(other.pid());
                result = process.move(new MemoryRange(process.maps().getFirst().start(), 4096),
                        numa.topology().allowed().highest());
            }

            assertThat(result.processChange()).contains("process " + other.pid() + " ended meanwhile");
            assertThat(result.isComplete()).isFalse();
            assertThat(result.toString()).contains("ended meanwhile");
        }
    }
}
