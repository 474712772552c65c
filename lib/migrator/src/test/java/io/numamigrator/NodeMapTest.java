package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 2.3: the placements measured on 6.1 and 6.12, seen from the nodes that pages leave. */
class NodeMapTest {

    @ParameterizedTest(name = "{0} to {1} empties {2}; {3} both lose and receive")
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "0,1     | 1,2   | 0     | 1",
        "0-2     | 1-3   | 0     | 1-2",
        "1-3     | 0-2   | 3     | 1-2",
        "0,1     | 3     | 0-1   | -",
        "0       | 1,2   | 0     | -",
        "0,2     | 1,3   | 0,2   | -",
        "0-3     | 2,3   | 0-1   | -",
        "0-3     | 1,2   | 0,3   | -",
        "0,1,3   | 1,2   | 0,3   | -",
        "1-3     | 1     | 2-3   | -",
        "0-3     | 1-3   | 0     | -",
        "1-3     | 0-3   | -     | -",
        "0,1     | 0,1   | -     | -",
        "0,1     | 1,0   | -     | -",
        "0,3     | 0,2   | 3     | -",
        "-       | 1     | -     | -",
        "0       | -     | -     | -",
    })
    void theNodesThatShouldBeEmptyAreKnown(String from, String to, String emptied, String exchanged) {
        NodeMap map = new NodeMap(set(from), set(to));

        assertThat(map.emptied()).isEqualTo(set(emptied));
        assertThat(map.exchanged()).isEqualTo(set(exchanged));
    }

    private static NodeSet set(@Nullable String list) {
        return list == null ? NodeSet.empty() : NodeSet.parse(list);
    }
}
