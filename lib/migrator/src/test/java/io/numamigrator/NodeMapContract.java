package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where migrate_pages(2) sends the pages of each node (SEMANTICS 2.3). */
interface NodeMapContract extends OnSeveralNodes {

    /** Ranks among the nodes with memory; 4 is a node that has none. Four nodes hold one page each, in order. */
    @ParameterizedTest(name = "from {0} to {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            0-1     | 1-2   | 1 2 2 3
            0-2     | 1-3   | 1 2 3 3
            1-3     | 0-2   | 0 0 1 2
            0-1     | 3     | 3 3 2 3
            0       | 1-2   | 1 1 2 3
            0,2     | 1,3   | 1 1 3 3
            1,3     | 0,2   | 0 0 2 2
            1-2     | 0,3   | 0 0 3 3
            0,3     | 1-2   | 1 1 2 2
            2-3     | 0-1   | 0 1 0 1
            0-3     | 2-3   | 2 3 2 3
            0-3     | 1-2   | 1 1 2 2
            0-2     | 1,3   | 1 1 1 3
            0-1,3   | 1-2   | 1 1 2 1
            0-2     | 2-3   | 2 3 2 3
            0-3     | 0     | 0 0 0 0
            1-3     | 1     | 0 1 1 1
            0-3     | 1-3   | 1 1 2 3
            1-3     | 0-3   | 0 1 2 3
            0-1     | 0-1   | 0 1 2 3
            0       | 0     | 0 1 2 3
            0-4     | 1     | 1 1 1 1
            """)
    default void pagesGoToTheNodeOfTheirRank(String from, String to, String places) {
        try (LabProcess process = lab().process()) {
            long[] pages = IntStream.range(0, 4)
                    .mapToLong(rank -> process.on(node(rank), 1).start())
                    .toArray();

            long result = PolicyCall.migratePages(lab().kernel(), process.pid(), ranked(from), ranked(to));

            assertThat(result).as("nothing is left behind").isZero();
            int[] expected = Arrays.stream(places.split(" ")).mapToInt(rank -> node(Integer.parseInt(rank))).toArray();
            assertThat(process.places(pages)).isEqualTo(expected);
        }
    }

    private NodeSet ranked(String ranks) {
        int impossible = node(3) + 1;
        int none = lab().memoryless().isEmpty() ? impossible : lab().memoryless().highest();
        return NodeSet.of(NodeSet.parse(ranks).stream().map(rank -> rank < 4 ? node(rank) : none).toArray());
    }
}
