package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Migration of processes between nodes (SEMANTICS 2.3 to 2.5). */
interface MigrateProcessContract extends OnSeveralNodes {

    /** Return the processes around that the laboratory did not start. */
    Surroundings around();

    /** Return nodes by their ranks among the nodes with memory. */
    private NodeSet ranked(String ranks) {
        return NodeSet.of(NodeSet.parse(ranks).stream().map(this::node).toArray());
    }

    /** Return the last node with memory. */
    private int last() {
        b();
        return lab().nodes().highest();
    }

    @ParameterizedTest(name = "{0} to {1} leaves pages on {2}")
    @CsvSource(delimiter = '|', value = {"0,1 | 1,2 | 1 2 2 3", "0-2 | 1-3 | 1 2 3 3", "1-3 | 0-2 | 0 0 1 2",
        "0,1 | 3 | 3 3 2 3",
        "0 | 1,2 | 1 1 2 3", "0,2 | 1,3 | 1 1 3 3", "0-3 | 2,3 | 2 3 2 3", "0-3 | 1,2 | 1 1 2 2",
        "0,1,3 | 1,2 | 1 1 2 1",
        "1-3 | 0-3 | 0 1 2 3"})
    default void pagesGoWhereTheirRankSends(String from, String to, String places) {
        try (LabProcess process = lab().process()) {
            long[] pages = IntStream.range(0, 4).mapToLong(rank -> process.on(node(rank), 1).start()).toArray();

            MigrateResult result = lab().numa().process(process.pid()).migrate(ranked(from), ranked(to));

            String[] ranks = places.split(" ");
            int[] expected = IntStream.range(0, 4).map(i -> node(Integer.parseInt(ranks[i]))).toArray();
            assertThat(process.places(pages)).isEqualTo(expected);
            assertThat(result.isVerified()).isTrue();
        }
    }

    @Test
    default void aWholeProcessMovesAndTheResultSaysSo() throws IOException {
        NodeSet last = NodeSet.of(last());
        NodeSet first = NodeSet.of(a());
        try (Bystander child = around().own()) {
            NumaProcess process = lab().numa().process(child.pid());

            MigrateResult there = process.migrate(lab().nodes(), last).orThrow();
            assertThat(there.bytesAfter().keySet()).isEqualTo(Set.of(last.highest()));
            assertThat(there.call().result()).isZero();

            MigrateResult back = process.migrate(last, first).orThrow();
            assertThat(back.bytesBefore()).isEqualTo(there.bytesAfter());
            assertThat(back.bytesAfter()).isEqualTo(Map.of(a(), there.bytesAfter().get(last.highest())));
        }
    }

    @Test
    default void sharedPagesThatTheUnprivilegedLeaveBehindAreFound() throws Exception {
        NodeSet last = NodeSet.of(last());
        NodeSet first = NodeSet.of(a());
        try (Bystander child = around().ownWithoutCapabilities()) {
            NumaProcess process = lab().numa().process(child.pid());
            process.migrate(lab().nodes(), first).orThrow();

            MigrateResult result = around().withoutCapabilities(() -> process.migrate(first, last));

            assertThat(result.call().result()).isZero();
            assertThat(result.isComplete()).isFalse();
            assertThat(result.stragglers()).isNotEmpty().allMatch(left -> left.vma().counts().maxMappings() > 1);
            assertThat(result.bytesAfter().get(last.highest())).isPositive();
        }
    }

    @Test
    default void aPinnedPageIsCountedAndFound() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pinned = lab().on(a(), arena, 1);
            lab().pin(pinned, arena);

            MigrateResult result = lab().numa().self().migrate(NodeSet.of(a()), NodeSet.of(b()));

            assertThat(result.call().result()).isPositive();
            assertThat(result.isComplete()).isFalse();
            assertThat(result.stragglers()).anyMatch(left -> holds(left.vma(), pinned.address()));
        }
    }

    private static boolean holds(Vma vma, long address) {
        return vma.start() <= address && address < vma.end().orElse(vma.start() + 1);
    }
}
