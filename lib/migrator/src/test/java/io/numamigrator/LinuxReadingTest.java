package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.NumaTopology.Origin;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.LinuxKernels;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topology and maps of the machine and the JVM that the tests run on. */
class LinuxReadingTest {

    private final NumaMigrator numa = NumaMigrator.system();

    @Test
    void theTopologyAgreesWithTheMachine() {
        Assumptions.assumeTrue(Files.exists(Path.of("/sys/devices/system/node/online")), "/sys shows no nodes");
        NumaTopology topology = numa.topology();

        assertThat(topology.origin()).isEqualTo(Origin.SYSFS);
        assertThat(topology.possible().containsAll(topology.online())).isTrue();
        assertThat(topology.online().containsAll(topology.withMemory())).isTrue();
        assertThat(topology.withMemory().containsAll(topology.allowed())).isTrue();
        assertThat(topology.nodes()).extracting(NumaNode::id).containsExactlyElementsOf(topology.online());
        for (NumaNode node : topology.nodes()) {
            assertThat(node.distances()).containsEntry(node.id(), 10);
            assertThat(node.distances().keySet()).containsExactlyElementsOf(topology.online());
            assertThat(node.totalBytes().orElseThrow()).isGreaterThanOrEqualTo(node.freeBytes().orElseThrow());
            assertThat(topology.withCpus().orElseThrow().contains(node.id())).isEqualTo(node.hasCpus());
        }
        assertThat(topology.farthestAllowed(topology.allowed().highest())).isPresent();
    }

    @Test
    void aTouchedMappingHasItsPagesAndItsEnd() {
        int pageSize = numa.backend().pageSize();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory =
                    TestMemory.map(LinuxKernels.throughSyscall(), new CallFrame(), arena, 16L * pageSize);
            numa.setPolicy(memory, MemoryPolicy.bind(numa.topology().allowed()));
            memory.asSlice(0, 5L * pageSize).fill((byte) 1);

            Vma area = numa.self().maps().stream()
                    .filter(vma -> vma.start() == memory.address())
                    .findAny()
                    .orElseThrow();
            assertThat(area.end()).hasValue(memory.address() + memory.byteSize());
            assertThat(area.mapping().orElseThrow().permissions()).isEqualTo("rw-p");
            assertThat(area.bytesByNode()).isEqualTo(numa.locate(memory).bytesByNode());
            assertThat(area.counts().anonymous()).isGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void aStrangePathIsReadAsItIs(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a b\tc=d\u00fc N0=1 huge");
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw");
                Arena arena = Arena.ofConfined()) {
            content.setLength(3L * numa.backend().pageSize());
            MemorySegment mapped = content.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, content.length(), arena);
            mapped.fill((byte) 1);

            Vma area = numa.self().maps().stream()
                    .filter(vma -> vma.start() == mapped.address())
                    .findAny()
                    .orElseThrow();
            assertThat(area.backing()).isEqualTo(new Vma.Backing.File(file.toString()));
            assertThat(area.name()).isEqualTo(file.toString());
            assertThat(area.huge()).isFalse();
            assertThat(area.bytes()).isEqualTo(content.length());
        }
    }

    @Test
    void allAreasOfThisJvmAreUnderstood() {
        List<Vma> areas = numa.self().maps();

        assertThat(areas).hasSizeGreaterThan(50)
                .isSortedAccordingTo((a, b) -> Long.compareUnsigned(a.start(), b.start()));
        assertThat(areas).anyMatch(vma -> vma.backing() instanceof Vma.Backing.Heap || vma.name().equals("[heap]"));
        assertThat(areas).anyMatch(vma -> vma.name().endsWith("/libjvm.so"));
        for (Vma vma : areas) {
            long onNodes = vma.counts().byNode().values().stream().mapToLong(Long::longValue).sum();
            assertThat(onNodes).as("%s", vma).isEqualTo(vma.counts().mapped());
        }
    }

    @Test
    void allProcessesThatMayBeReadAreUnderstood() {
        int read = 0;
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            try {
                numa.process(process.pid()).maps().forEach(Vma::bytesByNode);
                read++;
            } catch (NumaException closed) {
                assertThat(closed.errno()).isIn(Errno.ESRCH, Errno.EACCES);
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    void mapsOfAnotherUsersProcessAreClosedToTheUnprivileged() throws Exception {
        Privileges.requireRoot();
        try (OtherProcess nobody = OtherProcess.ofNobody()) {
            NumaProcess process = numa.process(nobody.pid());
            assertThat(process.maps()).isNotEmpty();
            Privileges.withoutCapabilities(() -> {
                assertThatThrownBy(process::maps)
                        .isInstanceOfSatisfying(NumaException.class, refusal -> {
                            assertThat(refusal.errno()).isEqualTo(Errno.EACCES);
                            assertThat(refusal.mend()).contains("CAP_SYS_PTRACE");
                        });
                return true;
            });
        }
    }
}
