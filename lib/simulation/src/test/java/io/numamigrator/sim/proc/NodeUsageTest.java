package io.numamigrator.sim.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.sim.Capability;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SeccompProfile;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The meminfo of a node and the status of a process count what is there: SEMANTICS 8.4. */
class NodeUsageTest {

    private final SimulatedMachine machine =
            SimulatedMachine.twoNodes().toBuilder().kernel("6.12").swap(1 << 20).build();
    private final SimulatedProcess process = machine.process();

    private static Map<String, String> fields(SimulatedProcess reader, String file) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        new PseudoTree(Core.of(reader).mainTask()).read(file).lines().forEach(line -> {
            String[] parts = line.replaceFirst("^Node \\d+ ", "").split(":\\s*", 2);
            fields.put(parts[0], parts[1]);
        });
        return fields;
    }

    /** Return a line of a node's meminfo in pages. */
    private long pages(int node, String field) throws IOException {
        String value = fields(process, "/sys/devices/system/node/node" + node + "/meminfo")
                .getOrDefault(field, "it has no " + field);
        return Long.parseLong(value.replace(" kB", "")) / 4;
    }

    @Test
    void anonymousPagesCountOnTheirNode() throws IOException {
        MemoryRange memory = process.map(5 * 4096);
        process.place(new MemoryRange(memory.start(), 2 * 4096), 0);
        process.place(memory, 1);
        assertThat(pages(0, "AnonPages")).isEqualTo(2);
        assertThat(pages(1, "AnonPages")).isEqualTo(3);
        process.swapOut(new MemoryRange(memory.start(), 4096));
        assertThat(pages(0, "AnonPages")).isEqualTo(1);
        assertThat(pages(0, "AnonHugePages")).isZero();
    }

    @Test
    void aPageThatTwoProcessesMapCountsOnce() throws IOException {
        MemoryRange memory = process.map(4 * 4096);
        process.place(memory, 1);
        SimulatedProcess child = process.fork();
        assertThat(pages(1, "AnonPages")).isEqualTo(4);
        child.place(new MemoryRange(memory.start(), 4096), 1);
        assertThat(pages(1, "AnonPages")).as("one was copied").isEqualTo(5);
    }

    @Test
    void sharedMemoryIsOfAFileAndStaysWhenNobodyMapsIt() throws IOException {
        MemoryRange memory = process.mapShared(3 * 4096);
        process.place(memory, 1);
        assertThat(pages(1, "FilePages")).isEqualTo(3);
        assertThat(pages(1, "Mapped")).isEqualTo(3);
        assertThat(pages(1, "Shmem")).isEqualTo(3);
        assertThat(pages(1, "AnonPages")).isZero();
        process.discard(memory);
        assertThat(pages(1, "FilePages")).isEqualTo(3);
        assertThat(pages(1, "Mapped")).isZero();
    }

    @Test
    void aHugePageCountsAsItsBasePages() throws IOException {
        MemoryRange memory = process.mapHuge(2 << 20);
        process.place(memory, 1);
        assertThat(pages(1, "AnonPages")).isEqualTo(512);
        assertThat(pages(1, "AnonHugePages")).isEqualTo(512);
        process.pin(new MemoryRange(memory.start(), 4096)).close();
        assertThat(pages(1, "AnonHugePages")).as("with something to be said of it").isEqualTo(512);
    }

    @Test
    void whatIsUsedIsAnonymousOrOfAFileOrSomebodyElses() throws IOException {
        process.touch(process.map(7 * 4096));
        process.touch(process.mapShared(5 * 4096));
        SimulatedProcess child = process.fork();
        child.touch(child.map(4096));
        assertThat(pages(0, "MemUsed")).isEqualTo(pages(0, "AnonPages") + pages(0, "FilePages"));
        machine.fill(0, 0);
        assertThat(pages(0, "MemFree")).isZero();
        assertThat(pages(0, "AnonPages")).isLessThan(20);
    }

    @ParameterizedTest
    @CsvSource({"2.6.17,false,false,false", "2.6.18,true,false,false", "2.6.32,true,true,false",
        "2.6.38,true,true,true"})
    void olderKernelsCountLess(String kernel, boolean usage, boolean shmem, boolean huge) throws IOException {
        SimulatedProcess old = SimulatedMachine.twoNodes().toBuilder().kernel(kernel).build().process();
        Map<String, String> meminfo = fields(old, "/sys/devices/system/node/node0/meminfo");
        assertThat(meminfo.containsKey("AnonPages")).isEqualTo(usage);
        assertThat(meminfo.containsKey("Shmem")).isEqualTo(shmem);
        assertThat(meminfo.containsKey("AnonHugePages")).isEqualTo(huge);
        assertThat(meminfo).containsKeys("MemTotal", "MemFree", "MemUsed", "HugePages_Total");
    }

    @Test
    void theStatusNamesParentMemoryAndCapabilities() throws IOException {
        process.touch(process.map(6 * 4096));
        process.map(4 * 4096);
        process.mapShared(4096);
        SimulatedProcess child = process.fork();
        child.enterContainer(SeccompProfile.DOCKER, Capability.CAP_SYS_NICE);
        assertThat(fields(child, "/proc/self/status"))
                .containsEntry("PPid", "1000").containsEntry("TracerPid", "0").containsEntry("Threads", "1")
                .containsEntry("VmData", "40 kB").containsEntry("RssAnon", "24 kB").containsEntry("VmRSS", "24 kB")
                .containsEntry("CapPrm", "0000000000800000").containsEntry("CapEff", "0000000000800000")
                .containsEntry("CapInh", "0000000000000000").containsEntry("CapAmb", "0000000000000000")
                .containsEntry("Seccomp", "2").containsEntry("Seccomp_filters", "1")
                .containsEntry("Mems_allowed_list", "0-1").containsEntry("Uid", "0\t0\t0\t0");
        assertThat(fields(process, "/proc/self/status")).containsEntry("PPid", "0");
        process.exit();
        assertThat(fields(child, "/proc/self/status")).as("an orphan").containsEntry("PPid", "0");
    }
}
