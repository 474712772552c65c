package io.numamigrator.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.numamigrator.sim.proc.PseudoTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a simulated machine are shaped like those of this one, as far as this one shows them. */
class LikeThisMachineTest {

    private static final Pattern NUMBER = Pattern.compile("[0-9a-f]*[0-9][0-9a-f]*");

    private final SimulatedMachine machine = SimulatedMachine.oneNode();

    private List<String> here(String file) throws IOException {
        assumeThat(Path.of(file)).isReadable();
        return shapes(Files.readString(Path.of(file)).lines());
    }

    private List<String> simulated(String file) throws IOException {
        SimulatedProcess process = machine.process();
        process.touch(process.map(3 * 4096));
        return shapes(new PseudoTree(process.core().mainTask()).read(file).lines());
    }

    /** The number of digits is not a matter of shape, nor how blanks make up for it. */
    private static List<String> shapes(Stream<String> lines) {
        return lines.map(line -> NUMBER.matcher(line).replaceAll("#").replaceAll(" +", " ")).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sys/devices/system/node/node0/meminfo", "/sys/devices/system/node/node0/numastat"})
    void everyLineIsOneOfHereInTheSameOrder(String file) throws IOException {
        assertThat(here(file)).containsSubsequence(simulated(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/sys/devices/system/node/node0/distance",
        "/sys/devices/system/node/has_generic_initiator",
        "/sys/devices/system/node/has_memory",
        "/proc/sys/kernel/numa_balancing"})
    void oneLineIsAsHere(String file) throws IOException {
        assertThat(simulated(file)).hasSameSizeAs(here(file)).allMatch(line -> line.isEmpty() || line.equals("#"));
    }

    @ParameterizedTest
    @ValueSource(strings = "/proc/self/status")
    void everyFieldIsOneOfHereInTheSameOrder(String file) throws IOException {
        List<String> fields = here(file).stream().map(LikeThisMachineTest::field).toList();
        List<String> known = simulated(file).stream().map(LikeThisMachineTest::field).filter(fields::contains).toList();
        assertThat(fields).containsSubsequence(known);
        assertThat(known).contains("Name:", "Uid:", "VmRSS:", "CapEff:", "Mems_allowed:", "Mems_allowed_list:");
    }

    private static String field(String line) {
        return line.substring(0, line.indexOf(':') + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc/self/maps", "/proc/self/numa_maps"})
    void linesWithoutAPathAreAmongThoseOfHere(String file) throws IOException {
        assertThat(simulated(file).stream().filter(line -> line.contains("anon=") || line.endsWith("#:# # "))
                .map(line -> line.replaceAll(" active=#", "")))
                .isNotEmpty()
                .isSubsetOf(here(file).stream().map(line -> line.replaceAll(" active=#", "")).toList());
    }
}
