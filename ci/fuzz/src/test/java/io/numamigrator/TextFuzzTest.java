package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithUtf8Length;
import io.numamigrator.areas.CutPolicy;
import io.numamigrator.areas.MapsLine;
import io.numamigrator.areas.NumaMapsLine;
import io.numamigrator.areas.Smaps;
import io.numamigrator.kernel.KernelFiles;
import io.numamigrator.proc.NodeReader;
import io.numamigrator.proc.ProcessStatus;
import io.numamigrator.proc.PseudoFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whatever stands in a text, reading it gives a value or an IllegalArgumentException that quotes the text.
 *
 * <p>A value that was read is written and read again, and must be equal.
 */
class TextFuzzTest {

    /** Read a text, or see that it is refused by words that quote {@code quoted}. */
    private static <T> Optional<T> readOrRefused(String text, String quoted, Function<String, T> read) {
        try {
            return Optional.of(read.apply(text));
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining(quoted);
            return Optional.empty();
        }
    }

    private static <T> void readsOrRefuses(String text, Function<String, T> read, Function<T, String> write) {
        readOrRefused(text, text.strip(), read)
                .ifPresent(value -> assertThat(read.apply(write.apply(value))).isEqualTo(value));
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
        readOrRefused(line, line, MapsLine::parse)
                .ifPresent(mapping -> assertThat(line).contains(mapping.permissions()));
    }

    @FuzzTest
    void lineOfNumaMaps(@NotNull @WithUtf8Length(max = 400) String line) {
        readOrRefused(line, line, new NumaMapsLine(4096, Map.of(), new CutPolicy(CutPolicy.ROOM))::parse)
                .ifPresent(area -> {
                    assertThat(area.mapping()).isEmpty();
                    assertThat(area.counts().byNode().keySet()).allMatch(node -> node >= 0);
                });
    }

    /** Wherever the kernel cuts a policy, what is read belongs to the whole of it, and it is said that there may be more. */
    @FuzzTest
    void policyCutByTheKernel(@NotNull @WithUtf8Length(max = 120) String text) {
        Optional<MemoryPolicy> whole = readOrRefused(text, text.strip(), MemoryPolicy::parse);
        boolean kernels = whole.isPresent() && whole.get().home().isEmpty() && !text.contains("...");
        for (int room = 1; kernels && room <= text.length(); room++) {
            String cut = text.substring(0, room);
            readOrRefused(cut, "", new CutPolicy(room)::parse).ifPresent(policy -> {
                assertThat(policy.incomplete()).isTrue();
                assertThat(whole.orElseThrow().nodes().containsAll(policy.nodes())).isTrue();
            });
        }
    }

    @FuzzTest
    void smaps(@NotNull @WithUtf8Length(max = 400) String text) {
        readOrRefused(text, "", Smaps::parse).ifPresent(
                smaps -> assertThat(smaps.swapped().values()).allMatch(bytes -> bytes > 0));
    }

    /** Whatever the files of a node hold, the node is read, and what is broken is absent. */
    @FuzzTest
    void filesOfANode(@NotNull @WithUtf8Length(max = 200) String text) {
        KernelFiles files = new KernelFiles() {
            @Override
            public String read(String file) {
                return text;
            }

            @Override
            public List<String> list(String directory) {
                return text.lines().toList();
            }
        };
        NumaNode node = new NodeReader(new PseudoFiles(files), NodeSet.of(0, 3)).read(3, Optional.empty())
                .orElseThrow();
        assertThat(node.toString()).startsWith("node 3: ");
        node.access().ifPresent(access -> assertThat(access.readLatency().orElse(1)).isPositive());
        assertThat(ProcessStatus.of(files, 1).flatMap(ProcessStatus::allowedNodes)).satisfiesAnyOf(
                nodes -> assertThat(nodes).isEmpty(),
                nodes -> assertThat(text).contains("Mems_allowed"));
    }
}
