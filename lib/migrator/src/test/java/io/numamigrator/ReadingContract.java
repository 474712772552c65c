package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.NumaTopology.Origin;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topology and maps of a machine, and of the process that asks. */
interface ReadingContract extends InSurroundings {

    int MOST_SHIFTS = 32;

    private NumaMigrator numa() {
        return around().numa();
    }

    @Test
    default void theTopologyAgreesWithTheMachine() throws IOException {
        Assumptions.assumeTrue(kernel().list("/sys/devices/system/node").contains("online"), "/sys shows no nodes");
        NumaTopology topology = numa().topology();

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
    default void aTouchedMappingHasItsPagesAndItsEnd() {
        NumaMigrator numa = numa();
        MemorySegment memory = around().map(16);
        numa.setPolicy(memory, MemoryPolicy.bind(numa.topology().allowed()));
        around().write(memory.asSlice(0, 5L * numa.backend().pageSize()));

        Vma area = numa.self().maps().stream()
                .filter(vma -> vma.start() == memory.address())
                .findAny()
                .orElseThrow();
        assertThat(area.end()).hasValue(memory.address() + memory.byteSize());
        assertThat(area.mapping().orElseThrow().permissions()).isEqualTo("rw-p");
        assertThat(area.bytesByNode()).isEqualTo(numa.locate(memory).bytesByNode());
        assertThat(area.counts().anonymous()).isGreaterThanOrEqualTo(5);
    }

    @Test
    default void aStrangePathIsReadAsItIs(@TempDir Path folder) throws IOException {
        NumaMigrator numa = numa();
        Path file = folder.resolve("a b\tc=d\u00fc N0=1 huge");
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw");
                Arena arena = Arena.ofConfined()) {
            content.setLength(3L * numa.backend().pageSize());
            MemorySegment mapped = aligned(content.getChannel(), numa.backend().pageSize(), arena);
            mapped.fill((byte) 1);
            assertThat(numa.locate(mapped).pages()).isEqualTo(3);

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

    /** Maps a file where a page begins: those of this machine, which place a mapping, may be smaller than those of a simulated one. */
    private static MemorySegment aligned(FileChannel file, int page, Arena arena) throws IOException {
        MemorySegment mapped = file.map(FileChannel.MapMode.READ_WRITE, 0, file.size(), arena);
        for (int tried = 0; mapped.address() % page != 0 && tried < MOST_SHIFTS; tried++) {
            // One small page more, and the next mapping lies by so much lower.
            file.map(FileChannel.MapMode.READ_WRITE, 0, 1, arena);
            mapped = file.map(FileChannel.MapMode.READ_WRITE, 0, file.size(), arena);
        }
        return mapped;
    }

    @Test
    default void allProcessesThatMayBeReadAreUnderstood() throws IOException {
        int read = 0;
        for (String process : kernel().list("/proc").stream().filter(name -> name.matches("[0-9]+")).toList()) {
            try {
                numa().process(Integer.parseInt(process)).maps().forEach(Vma::bytesByNode);
                read++;
            } catch (NumaException closed) {
                assertThat(closed.errno()).isIn(Errno.ESRCH, Errno.EACCES);
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    default void mapsOfAnotherUsersProcessAreClosedToTheUnprivileged() throws Exception {
        around().requireRoot();
        try (Bystander nobody = around().ofNobody()) {
            NumaProcess process = numa().process(nobody.pid());
            assertThat(process.maps()).isNotEmpty();
            around().withoutCapabilities(() -> {
                assertThatThrownBy(process::maps)
                        .isInstanceOfSatisfying(NumaException.class, refusal -> {
                            assertThat(refusal.errno()).isEqualTo(Errno.EACCES);
                            assertThat(refusal.remedy()).contains("CAP_SYS_PTRACE");
                        });
                return true;
            });
        }
    }
}
