package io.numamigrator.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.fidelity.generate.Generator;
import io.numamigrator.fidelity.generate.Nodes;
import io.numamigrator.fidelity.guest.Guest;
import io.numamigrator.fidelity.guest.Known;
import io.numamigrator.fidelity.guest.RealKernel;
import io.numamigrator.fidelity.program.Lowering;
import io.numamigrator.fidelity.program.Observations;
import io.numamigrator.fidelity.program.Outcome;
import io.numamigrator.fidelity.program.Program;
import io.numamigrator.fidelity.trial.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guests go down; a script in the place of numa-vm goes down as they do. */
class GuestTest {

    @TempDir
    private Path top;

    private final List<Program> programs = LongStream.rangeClosed(1, 3)
            .mapToObj(seed -> Lowering.of(Generator.scenario(seed, Nodes.of("four"))))
            .toList();

    private RealKernel kernel() {
        return kernel(null);
    }

    private RealKernel kernel(@Nullable Known known) {
        return new RealKernel(new Guest(top, top.resolve("executor"), top.resolve("work"), "four", "6.12", known));
    }

    /** The script appends to the file that its last argument names, and counts how often it was called. */
    @BeforeEach
    void observationsOfThreeScenarios() throws IOException {
        List<Outcome> outcomes = Simulation.of("four", "6.12").run(programs);
        for (int i = 0; i < outcomes.size(); i++) {
            Files.write(top.resolve("seen" + i), bytes(((Outcome.Seen) outcomes.get(i)).observations()));
        }
        Files.createDirectories(top.resolve("ci/vm"));
    }

    private static byte[] bytes(Observations observations) {
        int size = observations.all().stream().mapToInt(each -> Integer.BYTES + each.length).sum();
        ByteBuffer all = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        observations.all().forEach(each -> all.putInt(each.length).put(each));
        return all.array();
    }

    private void guestDoes(String script) throws IOException {
        Path file = top.resolve("ci/vm/numa-vm");
        Files.writeString(file, """
                #!/bin/bash
                cd %s
                out=${@: -1}
                echo x >> calls
                case $(wc -l < calls) in
                %s
                esac
                """.formatted(top, script));
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void aScenarioThatEndsItsGuestIsToldOfAndTheOthersGoOn() throws IOException {
        guestDoes("""
                1) cat seen0 > $out; echo 'executor: process 1 did not come back'; exit 3 ;;
                2) cat seen2 > $out; echo 'numa-vm: boot 4.0 s, command 2.5 s, total 6.5 s' ;;
                """);
        RealKernel kernel = kernel();
        List<Outcome> outcomes = kernel.run(programs);

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Seen.class);
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Failed("executor: process 1 did not come back (3)"));
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.Seen.class);
        assertThat(kernel.boots()).isEqualTo(2);
        assertThat(kernel.seconds()).isEqualTo(2.5);
    }

    @Test
    void whatWasCutOffIsNothing() throws IOException {
        guestDoes("""
                1) head -c 100 seen0 > $out; exit 125 ;;
                2) cat seen1 seen2 > $out ;;
                """);
        List<Outcome> outcomes = kernel().run(programs);
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Failed.class);
        assertThat(outcomes.subList(1, 3)).allMatch(Outcome.Seen.class::isInstance);
    }

    @Test
    void whatIsKnownIsNotAskedAgain() throws IOException {
        guestDoes("""
                1) cat seen0 seen1 seen2 > $out; echo 'numa-vm: boot 4.0 s, command 2.5 s, total 6.5 s' ;;
                2) cat seen2 > $out ;;
                *) exit 1 ;;
                """);
        Known known = new Known(top.resolve("known"));
        List<Outcome> first = kernel(known).run(programs);
        RealKernel kernel = kernel(known);
        List<Outcome> second = kernel.run(programs);
        List<Outcome> other = kernel(known).run(programs.subList(2, 3));

        assertThat(second).hasSize(3).usingRecursiveComparison().isEqualTo(first);
        assertThat(kernel.seconds()).as("as long as it took when it was asked").isEqualTo(2.5);
        assertThat(other).as("other programs are").hasSize(1);
        assertThat(Files.readAllLines(top.resolve("calls"))).hasSize(2);
    }

    @Test
    void whatEndedAGuestIsAskedAgain() throws IOException {
        guestDoes("""
                1) cat seen0 > $out; exit 3 ;;
                *) cat seen0 seen1 seen2 > $out ;;
                """);
        Known known = new Known(top.resolve("known"));
        kernel(known).run(programs.subList(0, 2));
        kernel(known).run(programs);
        assertThat(Files.readAllLines(top.resolve("calls"))).hasSize(2);
    }

    @Test
    void aGuestThatNeverComesUpIsAnError() throws IOException {
        guestDoes("*) echo no such kernel; exit 2 ;;");
        RealKernel kernel = kernel();
        assertThatThrownBy(() -> kernel.run(programs)).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no such kernel");
    }
}
