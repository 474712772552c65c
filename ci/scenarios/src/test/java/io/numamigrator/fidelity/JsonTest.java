package io.numamigrator.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.numamigrator.fidelity.generate.Generator;
import io.numamigrator.fidelity.generate.Nodes;
import io.numamigrator.fidelity.program.Lowering;
import io.numamigrator.fidelity.program.Observations;
import io.numamigrator.fidelity.program.Outcome;
import io.numamigrator.fidelity.program.Program;
import io.numamigrator.fidelity.scenario.Address;
import io.numamigrator.fidelity.scenario.Buffer;
import io.numamigrator.fidelity.scenario.Buffer.Pointer;
import io.numamigrator.fidelity.scenario.Json;
import io.numamigrator.fidelity.scenario.Layout;
import io.numamigrator.fidelity.scenario.Operation;
import io.numamigrator.fidelity.scenario.Scenario;
import io.numamigrator.fidelity.trial.Simulation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios survive being written to a file and read again. */
class JsonTest {

    private static final Nodes NODES = Nodes.of("four");

    @TempDir
    private Path folder;

    @Test
    void scenariosByChanceAreReadAsTheyWereWritten() {
        Set<Class<?>> met = new HashSet<>();
        for (long seed = 1; seed <= 300; seed++) {
            Scenario scenario = Generator.scenario(seed, NODES);
            scenario.operations().forEach(operation -> met.add(operation.getClass()));
            Replay written = new Replay("6.12", "four", seed, "a \"test\"\n", scenario, null);
            Replay read = Replay.of(JsonParser.parseString(written.text()).getAsJsonObject());
            assertThat(read).as("seed %d", seed).isEqualTo(written);
        }
        assertThat(met).as("operations met").hasSize(Operation.class.getPermittedSubclasses().length);
    }

    @Test
    void whatTheRealKernelShowedIsKeptToTheByte() {
        for (long seed = 1; seed <= 20; seed++) {
            Scenario scenario = Generator.scenario(seed, NODES);
            Program program = Lowering.of(scenario);
            if (Simulation.of("four", "6.12").run(List.of(program)).getFirst() instanceof Outcome.Seen(var seen)) {
                Path file = folder.resolve(seed + ".json");
                new Replay("6.12", "four", seed, "", scenario, seen).write(file);
                Observations read = ((Outcome.Seen) Replay.read(file).real()).observations();
                assertThat(read.all().toArray(byte[][]::new)).as("seed %d", seed)
                        .isDeepEqualTo(seen.all().toArray(byte[][]::new));
            }
        }
    }

    @Test
    void addressesAndBuffersAreWords() {
        List<Address> addresses = List.of(Address.of(0, 0), Address.of(3, 17), Address.of(15, 4095), new Address(0),
                new Address(-1), new Address(Layout.KERNEL), Address.of(2, 5).plus(4095));
        List<Buffer> buffers = new ArrayList<>(List.of(Buffer.WHOLE, Buffer.NULL, Buffer.WILD, Buffer.first(0)));
        buffers.add(new Buffer(Pointer.READ_ONLY, -1));

        assertThat(addresses).allSatisfy(address -> assertThat(again(address, Address.class)).isEqualTo(address));
        assertThat(buffers).allSatisfy(buffer -> assertThat(again(buffer, Buffer.class)).isEqualTo(buffer));
        assertThat(Json.GSON.toJson(Address.of(3, 17))).isEqualTo("\"3.17\"");
        assertThat(Json.GSON.toJson(new Address(-1))).isEqualTo("\"0xffffffffffffffff\"");
    }

    private static <T> T again(T value, Class<T> type) {
        return Json.GSON.fromJson(Json.GSON.toJson(value), type);
    }

    @Test
    void observationsOfAnotherLoweringAreRefused() {
        Program program = Lowering.of(new Scenario(List.of(new Operation.Spawn(0))));
        List<Sighted> kept = List.of(new Sighted(0, "something else", "00"));
        assertThatThrownBy(() -> Sighted.observations(program, kept)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--refresh");
    }
}
