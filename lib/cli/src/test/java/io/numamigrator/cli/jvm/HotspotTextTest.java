package io.numamigrator.cli.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.cli.where.Layout;
import io.numamigrator.cli.where.Layout.Piece;
import io.numamigrator.cli.where.MemoryKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the reader to answers of real JVMs, cut to the lines that matter. */
class HotspotTextTest {

    private static final MemoryRange EVERYTHING = new MemoryRange(0, Long.MAX_VALUE);

    private final Layout layout = new Layout();

    private void assertHeap(String answer, String... ranges) {
        HotspotText.read(answer, layout);
        assertThat(layout.within(EVERYTHING)).containsExactlyElementsOf(
                List.of(ranges).stream().map(range -> new Piece(MemoryRange.parse(range), MemoryKind.JAVA_HEAP))
                        .toList());
    }

    @Test
    void theHeapOfG1IsOneRange() {
        assertHeap(
                """
                        garbage-first heap   total reserved 6172672K, committed 393216K, used 2821K [0x0000000687400000, 0x0000000800000000)
                         region size 4096K, 1 young (4096K), 0 survivors (0K)
                        """,
                "687400000-800000000");
    }

    @Test
    void theGenerationsOfSerialAreOneHeap() {
        assertHeap(
                """
                        DefNew     total 116160K, used 8263K [0x0000000687400000, 0x000000068f200000, 0x0000000704d50000)
                         eden space 103296K,   8% used [0x0000000687400000, 0x0000000687c11ef0, 0x000000068d8e0000)
                         from space 12864K,   0% used [0x000000068d8e0000, 0x000000068d8e0000, 0x000000068e570000)
                        Tenured    total 258048K, used 1166K [0x0000000704d50000, 0x0000000714950000, 0x0000000800000000)
                         the  space 258048K,   0% used [0x0000000704d50000, 0x0000000704e73ab8, 0x0000000704e73c00, 0x0000000714950000)
                        """,
                "687400000-800000000");
    }

    @Test
    void theGenerationsOfParallelAreWrittenWithoutBlanks() {
        assertHeap(
                """
                        PSYoungGen      total 113152K, used 7782K [0x0000000782700000, 0x000000078a500000, 0x0000000800000000)
                         eden space 97280K, 8% used [0x0000000782700000,0x0000000782e999d0,0x0000000788600000)
                        ParOldGen       total 258048K, used 1166K [0x0000000687400000, 0x0000000697000000, 0x0000000782700000)
                         object space 258048K, 0% used [0x0000000687400000,0x0000000687523ab8,0x0000000697000000)
                        """,
                "687400000-800000000");
    }

    @Test
    void theHeapOfShenandoahIsItsReservedRegion() {
        assertHeap(
                """
                        Shenandoah Heap
                         6028M max, 6028M soft max, 386M committed, 8192K used
                        Reserved region:
                         - [0x0000000687400000, 0x0000000800000000)
                        Collection set:
                         - map (vanilla): 0x000000000000443a
                        """,
                "687400000-800000000");
    }

    @Test
    void zgcTellsNoRangeAndThatIsNoDefect() {
        JvmLayout layout = JvmLayout.of("ZHeap           used 4M, capacity 378M, max capacity 6028M\n", "asked");
        assertThat(layout.notes()).noneMatch(note -> note.contains("heap is"));
    }

    @Test
    void whatAJvmDoesNotTellIsSaid() {
        JvmLayout layout = JvmLayout.of("Some other heap, 4M\n", "asked");
        assertThat(layout.notes()).anyMatch(note -> note.contains("where its heap is"));
        assertThat(layout.notes()).anyMatch(note -> note.contains("where its code cache is"));
    }

    @Test
    void theSegmentsOfTheCodeCacheAreOnePiece() {
        HotspotText.read(
                """
                        CodeHeap 'non-profiled nmethods': size=120036Kb used=30Kb max_used=30Kb free=120005Kb
                         bounds [0x00007fa84bec7000, 0x00007fa84c137000, 0x00007fa853400000]
                        CodeHeap 'profiled nmethods': size=120036Kb used=29Kb max_used=29Kb free=120006Kb
                         bounds [0x00007fa8443ff000, 0x00007fa84466f000, 0x00007fa84b938000]
                        CodeHeap 'non-nmethods': size=5692Kb used=1394Kb max_used=1394Kb free=4297Kb
                         bounds [0x00007fa84b938000, 0x00007fa84bba8000, 0x00007fa84bec7000]
                        """,
                layout);
        assertThat(layout.within(EVERYTHING))
                .containsExactly(new Piece(MemoryRange.parse("7fa8443ff000-7fa853400000"), MemoryKind.CODE_CACHE));
    }

    @Test
    void metaspaceAndClassSpaceAreToldApart() {
        HotspotText.read(
                """
                        Virtual space lists:
                           Non-Class:
                        vsl non-class-space:
                        - node #0: base 0x00007fa81c000000: reserved=65536.00 KB, committed=448.00 KB ( <1%), used=16384.00 KB ( 25%)
                         0:0x00007fa81c000000: CMNNNNmkjihgfedb
                        - total 1 nodes, 8388608 reserved words, 57344 committed words.
                               Class:
                        vsl class-space:
                        - node #0: base 0x000000008c000000: reserved=1.00 GB, committed=128.00 KB ( <1%), used=16384.00 KB (  2%)
                        """,
                layout);
        assertThat(layout.within(EVERYTHING)).containsExactly(
                new Piece(MemoryRange.parse("8c000000-cc000000"), MemoryKind.CLASS_SPACE),
                new Piece(MemoryRange.parse("7fa81c000000-7fa820000000"), MemoryKind.METASPACE));
    }

    @Test
    void aThreadTellsAPageOfItsStackUnlessItRunsNoJava() {
        List<Long> stacks = HotspotText.read(
                """
                        "main" #3 [11994] prio=5 os_prio=0 cpu=53.37ms tid=0x00007fb27802a810 nid=11994 runnable  [0x00007fb27effe000]
                           java.lang.Thread.State: RUNNABLE
                        - locked <0x0000000687c11ef0> (a java.io.BufferedInputStream)
                        "C2 CompilerThread0" #17 [12003] daemon tid=0x00007fb2780c4780 nid=12003 waiting on condition  [0x0000000000000000]
                        """,
                layout);
        assertThat(stacks).containsExactly(0x00007fb27effe000L);
    }
}
