package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.Vma.Backing;
import io.numamigrator.areas.MapsLine;
import io.numamigrator.areas.NumaMaps;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** SEMANTICS 8.3: every field of numa_maps means what the kernel meant. */
class NumaMapsTest {

    private final ScriptedKernel kernel = new ScriptedKernel(0, 0);

    private List<Vma> read(String numaMaps, String maps) {
        kernel.files.put("/proc/42/numa_maps", numaMaps);
        kernel.files.put("/proc/42/maps", maps);
        return NumaMaps.read(kernel, 42);
    }

    private Vma line(String line) {
        return read(line + "\n", "").getFirst();
    }

    @Test
    void pagesAreCountedByNode() {
        Vma vma = line("7f66f9ad3000 bind:1-2 anon=3 dirty=3 N1=2 N2=1 kernelpagesize_kB=4");

        assertThat(vma.start()).isEqualTo(0x7f66f9ad3000L);
        assertThat(vma.policy()).isEqualTo(MemoryPolicy.bind(NodeSet.of(1, 2)));
        assertThat(vma.backing()).isEqualTo(new Backing.Anonymous());
        assertThat(vma.counts().byNode()).isEqualTo(Map.of(1, 2L, 2, 1L));
        assertThat(vma.counts().anonymous()).isEqualTo(3);
        assertThat(vma.counts().dirty()).isEqualTo(3);
        assertThat(vma.bytesByNode()).isEqualTo(Map.of(1, 8192L, 2, 4096L));
    }

    @Test
    void whatTheKernelLeavesOutFollowsFromTheRest() {
        Vma.Counts counts = line("7f66f9ad3000 default anon=5 dirty=5 N0=5 kernelpagesize_kB=4").counts();

        assertThat(counts.mapped()).isEqualTo(5);
        assertThat(counts.active()).hasValue(5);
        assertThat(counts.maxMappings()).isEqualTo(1);
        assertThat(counts.swapCache()).isZero();
        assertThat(counts.writeback()).isZero();
    }

    @Test
    void everyCounterIsRead() {
        Vma.Counts counts = line("55d0c7c00000 default file=/usr/bin/x anon=2 dirty=3 mapped=40 mapmax=7 swapcache=1"
                + " active=12 writeback=4 N0=30 N3=10 kernelpagesize_kB=4")
                .counts();

        assertThat(counts.mapped()).isEqualTo(40);
        assertThat(counts.maxMappings()).isEqualTo(7);
        assertThat(counts.swapCache()).isEqualTo(1);
        assertThat(counts.active()).hasValue(12);
        assertThat(counts.writeback()).isEqualTo(4);
        assertThat(counts.byNode()).isEqualTo(Map.of(0, 30L, 3, 10L));
    }

    @Test
    void aHugetlbAreaCountsHugePages() {
        Vma vma = line(
                "7f66f9800000 default file=/anon_hugepage\\040(deleted) huge anon=1 dirty=1 N2=1 kernelpagesize_kB=2048");

        assertThat(vma.huge()).isTrue();
        assertThat(vma.backing()).isEqualTo(new Backing.File("/anon_hugepage (deleted)"));
        assertThat(vma.bytesByNode()).isEqualTo(Map.of(2, 2L << 20));
        assertThat(vma.counts().active()).isEmpty();
    }

    @Test
    void transparentHugePagesCountTheirBasePages() {
        assertThat(line("7f66f9800000 default anon=512 dirty=512 N0=512 kernelpagesize_kB=4").bytes())
                .isEqualTo(2L << 20);
    }

    @Test
    void anAreaWithoutPagesHasNoBytes() {
        Vma vma = line("00400000 default file=/usr/bin/x");

        assertThat(vma.bytes()).isZero();
        assertThat(vma.counts().maxMappings()).isZero();
        assertThat(vma.pageBytes()).hasValue(4096);
    }

    @Test
    void beforeLinux42ThePageSizeIsTheBasePageOrUnknown() {
        assertThat(line("7f66f9ad3000 default anon=2 dirty=2 N1=2").bytesByNode()).isEqualTo(Map.of(1, 8192L));
        assertThat(line("7f66f9ad3000 default huge").bytes()).isZero();

        Vma huge = line("7f66f9ad3000 default huge anon=2 dirty=2 N1=2");
        assertThat(huge.pageBytes()).isEmpty();
        assertThatThrownBy(huge::bytesByNode).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("7f66f9ad3000");
    }

    @Test
    void beforeLinux42SmapsTellsThePageSize() {
        kernel.files.put("/proc/42/smaps", """
                7f6c40000000-7f6c40800000 rw-p 00000000 00:0c 77                         /anon_hugepage (deleted)
                Size:               8192 kB
                Rss:                   0 kB
                KernelPageSize:     2048 kB
                MMUPageSize:        2048 kB
                VmFlags: rd wr mr mw me de ht sd
                """);
        Vma huge = line("7f6c40000000 default file=/anon_hugepage\\040(deleted) huge anon=4 dirty=4 N0=3 N1=1");

        assertThat(huge.bytesByNode()).isEqualTo(Map.of(0, 6L << 20, 1, 2L << 20));
        assertThat(line("7f6c50000000 default file=/anon_hugepage\\040(deleted) huge").bytes()).isZero();
    }

    @Test
    void octalEscapesOfAPathAreResolvedAndNothingElse() {
        Vma vma = line(
                "7f66f9ad3000 default file=/tmp/a\\040b\\011c\\012d\\075e\\134f mapped=1 N0=1 kernelpagesize_kB=4");

        assertThat(vma.backing()).isEqualTo(new Backing.File("/tmp/a b\tc\nd=e\\134f"));
        assertThat(vma.name()).isEqualTo("/tmp/a b\tc\nd=e\\134f");
    }

    @Test
    void aPathBeyondAsciiIsPutTogetherFromItsBytes() {
        String asTheSeamReadsIt = "/tmp/\u00c3\u00bc";

        assertThat(line("7f66f9ad3000 default file=" + asTheSeamReadsIt).name()).isEqualTo("/tmp/\u00fc");
    }

    @Test
    void heapAndStackAreNamed() {
        assertThat(line("55d0c7c00000 default heap anon=1 dirty=1 N0=1 kernelpagesize_kB=4").backing())
                .isEqualTo(new Backing.Heap());
        assertThat(line("7ffd00000000 default stack anon=1 dirty=1 N0=1 kernelpagesize_kB=4").backing())
                .isEqualTo(new Backing.Stack(OptionalInt.empty()));
        assertThat(line("7ffd00000000 default stack:1234 anon=1 dirty=1 N0=1").backing())
                .isEqualTo(new Backing.Stack(OptionalInt.of(1234)));
    }

    @Test
    void policiesWithABlankDoNotEndAtIt() {
        assertThat(line("7f66f9ad3000 prefer (many):0,2 anon=1 dirty=1 N0=1 kernelpagesize_kB=4"))
                .satisfies(vma -> assertThat(vma.policy()).isEqualTo(MemoryPolicy.preferredMany(NodeSet.of(0, 2))))
                .satisfies(vma -> assertThat(vma.bytes()).isEqualTo(4096));
        assertThat(line("7f66f9ad3000 weighted interleave:0-1 file=/x").name()).isEqualTo("/x");
        assertThat(line("7f66f9ad3000 weighted interleave=static:0-1 heap").policy())
                .isEqualTo(MemoryPolicy.weightedInterleave(NodeSet.of(0, 1)).staticNodes());
        assertThat(line("7f66f9ad3000 prefer:1").policy()).isEqualTo(MemoryPolicy.preferred(1));
        assertThat(line("7f66f9ad3000 local").policy()).isEqualTo(MemoryPolicy.local());
    }

    @Test
    void attributesOfLaterKernelsArePassedOver() {
        Vma vma = line("7f66f9ad3000 default anon=1 dirty=1 shiny=on glow N0=1 kernelpagesize_kB=4");

        assertThat(vma.bytesByNode()).isEqualTo(Map.of(0, 4096L));
    }

    @Test
    void mapsGiveEndPermissionsOffsetAndName() {
        Vma vma = read(
                "7f66f9ad3000 default anon=1 dirty=1 N0=1 kernelpagesize_kB=4\n",
                "7f66f9ad3000-7f66f9ad5000 rw-p 00001000 08:01 1234                       [anon:JVM heap]\n")
                .getFirst();

        assertThat(vma.end()).hasValue(0x7f66f9ad5000L);
        assertThat(vma.name()).isEqualTo("[anon:JVM heap]");
        assertThat(vma.mapping().orElseThrow().permissions()).isEqualTo("rw-p");
        assertThat(vma.mapping().orElseThrow().offset()).isEqualTo(0x1000);
        assertThat(vma).hasToString("7f66f9ad3000-7f66f9ad5000 rw-p default N0=1 [anon:JVM heap]");
        assertThat(vma.mapping().orElseThrow().file()).contains(new Vma.FileId("08:01", 1234));
        assertThat(vma.mapping().orElseThrow().isShared()).isFalse();
    }

    @Test
    void anonymousMemoryIsOfNoFile() {
        Vma vma = read("1000 default\n", "1000-2000 rw-p 00000000 00:00 0 \n").getFirst();

        assertThat(vma.mapping().orElseThrow().file()).isEmpty();
        assertThatThrownBy(() -> MapsLine.parse("1000-2000 rw-p 00000000 00:00 many"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("00:00 many");
    }

    @Test
    void aPathMayHoldBlanks() {
        Vma vma = read(
                "7f66f9ad3000 default file=/tmp/a\\040\\040b (deleted)\n",
                "7f66f9ad3000-7f66f9ad5000 r--s 00000000 00:00 0                          /tmp/a  b (deleted)\n")
                .getFirst();

        assertThat(vma.name()).isEqualTo("/tmp/a  b (deleted)");
    }

    @Test
    void anAreaThatMapsDoNotKnowHasNoEnd() {
        List<Vma> areas = read(
                "1000 default\n3000 default\n", "1000-2000 rw-p 00000000 00:00 0 \n2000-4000 rw-p 00000000 00:00 0 \n");

        assertThat(areas.get(0).end()).hasValue(0x2000);
        assertThat(areas.get(0).name()).isEmpty();
        assertThat(areas.get(1).end()).isEmpty();
        assertThat(areas.get(1).mapping()).isEmpty();
    }

    @Test
    void aKernelThreadHasNoAreas() {
        assertThat(read("", "")).isEmpty();
    }

    @Test
    void aPolicyThatIsYoungerThanThisLibraryCostsNoCounts() {
        Vma vma = line("7f66f9ad3000 scatter:0 anon=1 dirty=1 N0=1 kernelpagesize_kB=4");

        assertThat(vma.policy().mode()).isEqualTo(MemoryPolicy.Mode.UNKNOWN);
        assertThat(vma.policy().incomplete()).isTrue();
        assertThat(vma.bytesByNode()).isEqualTo(Map.of(0, 4096L));
        assertThatThrownBy(() -> MemoryPolicy.parse("scatter:0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scatter");
    }

    @Test
    void aFlagThatIsYoungerThanThisLibraryMakesThePolicyIncomplete() {
        MemoryPolicy policy = line("7f66f9ad3000 bind=static|sticky:0-1 anon=1 dirty=1 N0=1").policy();

        assertThat(policy.nodes()).isEqualTo(NodeSet.of(0, 1));
        assertThat(policy.flags()).containsExactly(MemoryPolicy.Flag.STATIC_NODES);
        assertThat(policy.incomplete()).isTrue();
    }

    @Test
    void aProcessThatIsNotThereIsEsrch() {
        kernel.files.put("/proc/self/status", "Name:\tjava\nTgid:\t42\nPid:\t42\nNSpid:\t42\n");

        assertThatThrownBy(() -> NumaMaps.read(kernel, 7))
                .isInstanceOfSatisfying(NumaException.class, e -> {
                    assertThat(e.errno()).isEqualTo(Errno.ESRCH);
                    assertThat(e.pid()).isEqualTo(7);
                });
    }

    @Test
    void aKernelWithoutNumaHasNoNumaMaps() {
        kernel.files.put("/proc/7/status", "");
        kernel.files.put("/proc/7/maps", "");

        assertThatThrownBy(() -> NumaMaps.read(kernel, 7))
                .isInstanceOfSatisfying(NumaException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOSYS));
    }

    @Test
    void smapsTellsWhatIsSwappedUnlessNoSwapIsInUse() {
        kernel.files.put("/proc/42/smaps", """
                7f0000000000-7f0000010000 rw-p 00000000 00:00 0
                Rss:                  40 kB
                Swap:                 24 kB
                SwapPss:              24 kB
                7f0000010000-7f0000020000 rw-p 00000000 00:00 0                          [anon: Swap: 8 kB]
                Swap:                  0 kB
                """);
        kernel.files.put("/proc/meminfo", "SwapTotal:  1024 kB\nSwapFree:   1000 kB\n");
        assertThat(NumaMaps.swapped(kernel, 42))
                .isEqualTo(Map.of(MemoryRange.parse("7f0000000000-7f0000010000"), 24L << 10));

        kernel.files.put("/proc/meminfo", "SwapTotal:  1024 kB\nSwapFree:   1024 kB\n");
        kernel.files.remove("/proc/42/smaps");
        assertThat(NumaMaps.swapped(kernel, 42)).isEmpty();
    }

    @Test
    void aKernelWithoutSmapsIsSaid() {
        kernel.files.put("/proc/42/status", "");
        assertThatThrownBy(() -> NumaMaps.swapped(kernel, 42)).isInstanceOf(NumaException.class)
                .hasMessageContaining("CONFIG_PROC_PAGE_MONITOR");
    }
}
