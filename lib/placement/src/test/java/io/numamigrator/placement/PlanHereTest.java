package io.numamigrator.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.numamigrator.MemoryRange;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.Vma;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans for processes of this machine: one that is gone, one that started another program, memory that was mapped anew. */
class PlanHereTest {

    private NumaMigrator numa;

    @BeforeEach
    void open() {
        Assumptions.assumeTrue(NumaMigrator.find().isPresent(), "no NUMA calls here");
        numa = NumaMigrator.system();
    }

    @AfterEach
    void close() {
        if (numa != null) {
            numa.close();
        }
    }

    private int node() {
        return numa.topology().allowed().highest();
    }

    private PlacementPlan planFor(NumaProcess process) {
        return ReusedPidChild.planFor(numa, process, node());
    }

    @Test
    void aProcessThatIsGoneIsTold() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "echo; read end").start();
        shell.getInputStream().read();
        PlacementPlan plan = planFor(numa.process(shell.pid()));
        assertThat(plan.check(numa)).noneMatch(finding -> finding.weight() == Finding.Weight.REFUSES);
        shell.destroyForcibly().onExit().join();
        assertThat(plan.check(numa)).singleElement().isInstanceOf(Finding.ProcessGone.class);
        assertThatExceptionOfType(PlanRefusedException.class).isThrownBy(() -> plan.apply(numa, ApplyOptions.DEFAULT))
                .withMessageContaining("is not there any more");
    }

    /** A JVM alone in a pid namespace gives the number of a process that ended to another one. */
    @Test
    void aNumberThatWasGivenAwayIsTold() throws Exception {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/proc/sys/kernel/ns_last_pid")), "not root");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/unshare")), "no unshare");
        Process child = new ProcessBuilder("unshare", "--pid", "--fork", "--mount-proc",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                ReusedPidChild.class.getName()).redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isZero();
        assertThat(said.lines()).contains("reused true", "ended process-gone", "now pid-reused",
                "refused [pid-reused]");
    }

    @Test
    void anotherProgramIsTold() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "echo; read end; exec cat").start();
        try {
            shell.getInputStream().read();
            PlacementPlan plan = planFor(numa.process(shell.pid()));
            assertThat(plan.header().process().executable()).isPresent();
            shell.getOutputStream().write("end\necho\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            shell.getOutputStream().flush();
            shell.getInputStream().read();
            assertThat(plan.check(numa)).singleElement().isInstanceOf(Finding.ExecutableChanged.class);
        } finally {
            shell.destroyForcibly().onExit().join();
        }
    }

    @Test
    void aPlanForAnotherProcessIsNotAppliedToThisOne() {
        PlacementPlan plan = planFor(numa.self());
        assertThat(plan.check(numa, numa.process(1))).singleElement().isInstanceOf(Finding.OtherProcess.class);
        assertThat(plan.header().process().pid()).isEqualTo((int) ProcessHandle.current().pid());
    }

    /** A file is mapped, and then another one, or another part of it, at the same place or elsewhere. */
    @Test
    void aChangedMappingIsTold(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("table");
        Files.write(file, new byte[1 << 20]);
        PlacementPlan plan;
        MemoryRange range;
        try (Arena arena = Arena.ofShared(); FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment table = channel.map(FileChannel.MapMode.READ_ONLY, 0, 1 << 20, arena);
            long sum = 0;
            for (long i = 0; i < table.byteSize(); i += 4096) {
                sum += table.get(java.lang.foreign.ValueLayout.JAVA_BYTE, i);
            }
            assertThat(sum).isZero();
            range = MemoryRange.of(table);
            PlanHeader header = PlanHeader.of(numa, numa.self(), "test");
            Vma.Mapping area = numa.self().mappings().stream()
                    .filter(each -> each.path().equals(file.toString())).findFirst().orElseThrow();
            assertThat(area.range()).isEqualTo(range);
            plan = Plans.again(new PlacementPlan(header,
                    List.of(new PlanEntry(range, area, new Expected.Anywhere(), node(), "", 0))));
            assertThat(plan.check(numa)).isEmpty();
            Files.move(file, folder.resolve("renamed"));
            assertThat(plan.check(numa)).isEmpty();
            Vma.Mapping other = new Vma.Mapping(area.range(), area.permissions(), area.offset(), area.path(),
                    area.file().map(id -> new Vma.FileId(id.device(), id.inode() + 1)));
            assertThat(new PlacementPlan(header,
                    List.of(new PlanEntry(range, other, new Expected.Anywhere(), node(), "", 0))).check(numa))
                    .singleElement().isInstanceOf(Finding.AreaRemapped.class);
        }
        assertThat(plan.check(numa)).singleElement()
                .isInstanceOfAny(Finding.AreaGone.class, Finding.AreaRemapped.class);
    }

    @Test
    void theOwnMemoryIsPlannedAndMoved() {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment table = arena.allocate(4 << 20, 4096).fill((byte) 1);
            PlacementPlan plan =
                    PlanDraft.of(numa, numa.self()).move(MemoryRange.of(table), node(), "", 0).plan("test");
            PlanResult result = Plans.again(plan).apply(numa, ApplyOptions.DEFAULT.acceptingPagesElsewhere());
            assertThat(result.isComplete()).describedAs(result.toString()).isTrue();
            assertThat(numa.locate(table).bytesOn(node())).isEqualTo(4 << 20);
            assertThat(
                    Plans.again(result.undo()).apply(numa, ApplyOptions.DEFAULT.acceptingPagesElsewhere()).isComplete())
                    .isTrue();
        }
    }
}
