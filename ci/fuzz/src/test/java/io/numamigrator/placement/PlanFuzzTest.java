package io.numamigrator.placement;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithUtf8Length;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;

/**
 * Whatever stands in a file, reading it as a plan gives a plan, or says which line is wrong.
 *
 * <p>A plan that was read is written and read again, and must be equal.
 */
class PlanFuzzTest {

    private static final String HEADER = "{\"format\":\"numa-migrator-plan\",\"version\":1,\"createdBy\":\"fuzz\","
            + "\"time\":\"2026-11-28T11:30:00Z\",\"topology\":\"\",\"pageBytes\":4096,\"process\":{\"pid\":1,\"start\":2}}";

    @FuzzTest
    void wholePlan(@NotNull @WithUtf8Length(max = 1000) String text) throws IOException {
        readsOrRefuses(text);
    }

    @FuzzTest
    void entries(@NotNull @WithUtf8Length(max = 600) String text) throws IOException {
        readsOrRefuses(HEADER + "\n" + text);
    }

    private static void readsOrRefuses(String text) throws IOException {
        PlacementPlan plan;
        try {
            plan = PlacementPlan.read(new StringReader(text));
        } catch (PlanFormatException wrong) {
            assertThat(wrong.line()).isBetween(1L, text.lines().count() + 1);
            assertThat(wrong).hasMessageStartingWith("line " + wrong.line() + ": ");
            return;
        }
        StringWriter written = new StringWriter();
        plan.write(written);
        PlacementPlan again = PlacementPlan.read(new StringReader(written.toString()));
        assertThat(again.header()).isEqualTo(plan.header());
        assertThat(again.entries()).isEqualTo(plan.entries());
        assertThat(again.diff(plan).isEmpty()).isTrue();
    }
}
