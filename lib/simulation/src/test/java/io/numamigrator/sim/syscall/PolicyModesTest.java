package io.numamigrator.sim.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.policy.Policy;
import io.numamigrator.sim.task.Cpuset;
import io.numamigrator.sim.task.Cpuset.Version;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 3.1: modes, flags, masks, and what is made of them in a cpuset. */
public class PolicyModesTest {

    private static final Map<String, Integer> WORDS = Map.of(
            "DEFAULT", 0, "PREFERRED", 1, "BIND", 2, "INTERLEAVE", 3, "LOCAL", 4, "MANY", 5, "WEIGHTED", 6,
            "STATIC", 0x8000, "RELATIVE", 0x4000, "BALANCING", 0x2000);

    public static int word(String mode) {
        int word = 0;
        for (String part : mode.split("\\|", -1)) {
            word |= WORDS.containsKey(part) ? WORDS.get(part) : Integer.parseInt(part);
        }
        return word;
    }

    private static SimulatedMachine on(String kernel) {
        return SimulatedMachine.builder().nodes(4, 1L << 30).memoryless(4).kernel(kernel).swap(1 << 20).build();
    }

    @DisplayName("3.1 and LTP mbind01: modes and masks on 6.12, by mbind and by set_mempolicy")
    @ParameterizedTest(name = "3.1 {0} of [{1}] is {2}, reads back {3}")
    @CsvSource(delimiter = ';', textBlock = """
            DEFAULT             ;     ; 0       ; 0:
            DEFAULT             ; 1   ; -EINVAL ;
            DEFAULT|STATIC      ;     ; 0       ; 0:
            DEFAULT|BALANCING   ;     ; -EINVAL ;
            PREFERRED           ;     ; 0       ; 4:
            PREFERRED           ; 1,2 ; 0       ; 1:1
            PREFERRED|STATIC    ;     ; -EINVAL ;
            PREFERRED|RELATIVE  ;     ; -EINVAL ;
            PREFERRED           ; 4   ; -EINVAL ;
            BIND                ;     ; -EINVAL ;
            BIND                ; 1,2 ; 0       ; 2:1-2
            BIND                ; 1,4 ; 0       ; 2:1
            BIND                ; 4   ; -EINVAL ;
            BIND                ; 1000 ; -EINVAL ;
            INTERLEAVE          ;     ; -EINVAL ;
            INTERLEAVE          ; 0-3 ; 0       ; 3:0-3
            LOCAL               ;     ; 0       ; 4:
            LOCAL               ; 1   ; -EINVAL ;
            LOCAL|STATIC        ;     ; -EINVAL ;
            LOCAL|RELATIVE      ;     ; -EINVAL ;
            MANY                ;     ; -EINVAL ;
            MANY                ; 0,3 ; 0       ; 5:0,3
            WEIGHTED            ; 0,3 ; 0       ; 6:0,3
            WEIGHTED            ;     ; -EINVAL ;
            7                   ; 1   ; -EINVAL ;
            -1                  ;     ; -EINVAL ;
            BIND|STATIC         ; 1,2 ; 0       ; 32770:1-2
            BIND|STATIC|RELATIVE ; 1  ; -EINVAL ;
            BIND|BALANCING      ; 1   ; 0       ; 8194:1
            MANY|BALANCING      ; 1   ; 0       ; 8197:1
            INTERLEAVE|BALANCING ; 1  ; -EINVAL ;
            BIND|RELATIVE       ; 5   ; 0       ; 16386:5
            """)
    void modes(String mode, String nodes, String result, String readBack) {
        String mask = nodes == null ? "" : nodes;
        SimulatedProcess process = on("6.12").process();
        RawCalls calls = new RawCalls(process);
        MemoryRange memory = process.map(4096);

        assertThat(calls.mbind(memory.start(), 4096, word(mode), mask, 0)).isEqualTo(result);
        assertThat(calls.setMempolicy(word(mode), mask)).isEqualTo(result);

        if (readBack != null) {
            assertThat(calls.policyAt(memory.start())).isEqualTo(readBack);
            assertThat(calls.taskPolicy()).isEqualTo(readBack);
        }
    }

    @DisplayName("3.1 when modes and flags arrived")
    @ParameterizedTest(name = "3.1 {0} came in {2}; {1} has it not")
    @CsvSource({
        "LOCAL, 3.7, 3.8", "MANY, 5.14, 5.15", "WEIGHTED, 6.8, 6.9", "BIND|STATIC, 2.6.25, 2.6.26",
        "BIND|RELATIVE, 2.6.25, 2.6.26", "BIND|BALANCING, 5.11, 5.12", "MANY|BALANCING, 6.9, 6.10"})
    void arrivals(String mode, String without, String with) {
        String mask = mode.equals("LOCAL") ? "" : "1";
        assertThat(new RawCalls(on(without).process()).setMempolicy(word(mode), mask)).isEqualTo("-EINVAL");
        assertThat(new RawCalls(on(with).process()).setMempolicy(word(mode), mask)).isEqualTo("0");
    }

    @ParameterizedTest(name = "3.1 reporting: an empty PREFERRED on {0} reads back as {1}")
    @CsvSource({"2.6.25,1:0-4", "2.6.26,1:", "5.13,1:", "5.14,4:", "6.12,4:"})
    void emptyPreferred(String kernel, String readBack) {
        RawCalls calls = new RawCalls(on(kernel).process());
        assertThat(calls.setMempolicy(1, "")).isEqualTo("0");
        assertThat(calls.taskPolicy()).isEqualTo(readBack);
    }

    @DisplayName("3.1 in a cpuset of nodes 0 and 1")
    @ParameterizedTest(name = "3.1 {0} of [{1}] is {2}, reads back {3}, acts on {4}")
    @CsvSource(delimiter = ';', textBlock = """
            BIND          ; 1,2   ; 0       ; 2:1         ; 1
            BIND|RELATIVE ; 0,2,3 ; 0       ; 16386:0,2-3 ; 0-1
            BIND|STATIC   ; 2     ; -EINVAL ;             ;
            PREFERRED     ; 2     ; -EINVAL ;             ;
            BIND|STATIC   ; 1,2   ; 0       ; 32770:1-2   ; 1
            INTERLEAVE|RELATIVE ; 3 ; 0     ; 16387:3     ; 1
            """)
    void inACpuset(String mode, String nodes, String result, String readBack, String acts) {
        SimulatedProcess process = on("6.12").process();
        Core.of(process).mainTask()
                .enter(new Cpuset("/a", Version.V2, Core.of(process).processes().rootCpuset(), NodeSet.of(0, 1)));
        RawCalls calls = new RawCalls(process);

        assertThat(calls.setMempolicy(word(mode), nodes)).isEqualTo(result);

        if (readBack != null) {
            assertThat(calls.taskPolicy()).isEqualTo(readBack);
            Policy policy = Core.of(process).mainTask().policy();
            assertThat(policy == null ? null : policy.nodes()).isEqualTo(NodeSet.parse(acts));
        }
    }

    @ParameterizedTest(name = "3.1 on {0} set_mempolicy of a node outside of the cpuset is {1}, mbind {2}")
    @CsvSource({"2.6.19,-EINVAL,-EINVAL", "2.6.24,-EINVAL,0", "2.6.25,0,0"})
    void beforeContexts(String kernel, String task, String area) {
        SimulatedProcess process = on(kernel).process();
        MemoryRange memory = process.map(4096);
        assertThat(new RawCalls(process).setMempolicy(2, "1,6")).isEqualTo(task);
        assertThat(new RawCalls(process).mbind(memory.start(), 4096, 2, "1,6", 0)).isEqualTo(area);
    }
}
