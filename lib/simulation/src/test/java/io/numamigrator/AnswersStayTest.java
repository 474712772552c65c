package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.sim.SimulatedMachine;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is taken from an answer and emptied by its taker, the answer says what it said before. */
class AnswersStayTest {

    private static final NodeSet FROM = NodeSet.of(0, 1);

    static Stream<Object> answers() {
        SimulatedMachine machine = SimulatedMachine.fourNodes();
        NumaMigrator numa = machine.migrator();
        MemoryRange memory = machine.process().map(20 * 4096);
        machine.process().touch(memory);
        MoveResult moved = numa.move(Placement.of(memory, 1), MoveOptions.DEFAULT);
        NumaTopology topology = numa.topology();
        Vma vma = numa.self().maps().getFirst();
        Diagnosis diagnosis = numa.explain();
        machine.process().pin(new MemoryRange(memory.start(), 4096));
        MigrateResult migrated = numa.self().migrate(FROM, NodeSet.of(2, 3));
        assertThat(migrated.stragglers()).isNotEmpty();
        return Stream.of(moved, moved.report(), numa.self().locate(memory, new PageBuffer()), topology,
                topology.nodes().getFirst(), vma,
                vma.counts(), diagnosis, diagnosis.findings().getFirst(), migrated, migrated.stragglers().getFirst(),
                numa.threadPolicy());
    }

    @ParameterizedTest
    @MethodSource("answers")
    void whatIsTakenFromAnAnswerIsTheTakersOwn(Object answer) throws ReflectiveOperationException {
        List<Method> getters = Arrays.stream(answer.getClass().getMethods())
                .filter(method -> method.getDeclaringClass().getPackage().equals(NumaMigrator.class.getPackage()))
                .filter(method -> method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !method.getName().equals("orThrow") && method.getReturnType() != void.class)
                .toList();
        assertThat(getters).isNotEmpty();
        for (Method getter : getters) {
            assertThat(getter.getReturnType().isArray()).as("%s hands out an array", getter).isFalse();
            String before = text(getter.invoke(answer));
            empty(getter.invoke(answer));
            assertThat(text(getter.invoke(answer))).as(getter.toString()).isEqualTo(before);
        }
    }

    /** A report could be filled again once: then the result of a move told of other memory. */
    @Test
    void noCallFillsAReport() {
        assertThat(Stream.of(NumaMigrator.class, NumaProcess.class).flatMap(type -> Arrays.stream(type.getMethods())))
                .filteredOn(method -> method.getName().equals("locate"))
                .isNotEmpty()
                .allSatisfy(method -> assertThat(method.getParameterTypes()).doesNotContain(PageReport.class,
                        PageView.class));
    }

    @Test
    void whatIsClassifiedStaysAsItWas() {
        SimulatedMachine machine = SimulatedMachine.fourNodes();
        NumaMigrator numa = machine.migrator();
        PageReport asked = numa.self().locate(machine.process().map(20 * 4096));
        List<PageReport.Entry> before = asked.entries().toList();

        assertThat(numa.classify(asked).entries().toList()).isNotEqualTo(before);
        assertThat(asked.entries()).containsExactlyElementsOf(before);
    }

    private static void empty(Object taken) {
        try {
            switch (taken) {
                case Collection<?> many -> many.clear();
                case Map<?, ?> map -> map.clear();
                case Optional<?> maybe when maybe.isPresent() -> empty(maybe.get());
                case Iterable<?> each -> {
                    var at = each.iterator();
                    if (at.hasNext()) {
                        at.next();
                        at.remove();
                    }
                }
                default -> {}
            }
        } catch (UnsupportedOperationException unmodifiable) {
            // That is one of the two good ways.
        }
    }

    /** What has no text of its own is written out. */
    private static String text(Object value) {
        if (value instanceof Iterable<?> each && !(value instanceof Collection<?>)) {
            List<Object> all = new ArrayList<>();
            each.forEach(all::add);
            return all.toString();
        }
        return value instanceof Stream<?> stream
                ? stream.toList().toString()
                : value.toString().replaceAll("@[0-9a-f]+", "");
    }
}
