package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithUtf8Length;
import java.util.Map;
import java.util.function.Function;

/**
 * Whatever stands in a text, reading it gives a value or an IllegalArgumentException that quotes the text.
 *
 * <p>A value that was read is written and read again, and must be equal.
 */
class TextFuzzTest {

    private static <T> void readsOrRefuses(String text, Function<String, T> read, Function<T, String> write) {
        T value;
        try {
            value = read.apply(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining(text.strip());
            return;
        }
        assertThat(read.apply(write.apply(value))).isEqualTo(value);
    }

    @FuzzTest
    void nodeList(@NotNull @WithUtf8Length(max = 200) String text) {
        readsOrRefuses(text, NodeSet::parse, NodeSet::toString);
    }

    @FuzzTest
    void cpuList(@NotNull @WithUtf8Length(max = 200) String text) {
        readsOrRefuses(text, CpuSet::parse, CpuSet::toString);
    }

    @FuzzTest
    void policy(@NotNull @WithUtf8Length(max = 200) String text) {
        readsOrRefuses(text, MemoryPolicy::parse, MemoryPolicy::toString);
    }

    @FuzzTest
    void range(@NotNull @WithUtf8Length(max = 200) String text) {
        readsOrRefuses(text, MemoryRange::parse, MemoryRange::toString);
    }

    @FuzzTest
    void lineOfMaps(@NotNull @WithUtf8Length(max = 400) String line) {
        Vma.Mapping mapping;
        try {
            mapping = MapsLine.parse(line);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining(line);
            return;
        }
        assertThat(line).contains(mapping.permissions());
    }

    @FuzzTest
    void lineOfNumaMaps(@NotNull @WithUtf8Length(max = 400) String line) {
        Vma area;
        try {
            area = new NumaMapsLine(4096, Map.of()).parse(line);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining(line);
            return;
        }
        assertThat(area.mapping()).isEmpty();
        assertThat(area.counts().byNode().keySet()).allMatch(node -> node >= 0);
    }
}
