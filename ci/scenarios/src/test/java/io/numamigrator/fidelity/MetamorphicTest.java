package io.numamigrator.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.fidelity.generate.Generator;
import io.numamigrator.fidelity.generate.Nodes;
import io.numamigrator.fidelity.program.CallLowering;
import io.numamigrator.fidelity.program.Lowering;
import io.numamigrator.fidelity.program.Program;
import io.numamigrator.fidelity.rules.Moment;
import io.numamigrator.fidelity.scenario.Address;
import io.numamigrator.fidelity.scenario.Buffer;
import io.numamigrator.fidelity.scenario.Layout;
import io.numamigrator.fidelity.scenario.Operation;
import io.numamigrator.fidelity.scenario.Operation.MovePages;
import io.numamigrator.fidelity.scenario.Scenario;
import io.numamigrator.fidelity.sim.WatchedMachine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What holds of any kernel, asked of those that no guest here can boot, and of machines that none here can be. */
class MetamorphicTest {

    private static final long SEED = 7_000_000;
    private static final int SCENARIOS = Integer.getInteger("metamorphic.scenarios", 18);
    private static final long ENOENT = -2;
    private static final Set<String> CHECKED = new TreeSet<>();

    /** A machine, and how many scenarios there are for it: one of 1,024 nodes takes long to build. */
    private record Subject(String kernel, String machine, WatchedMachine machines, Nodes nodes, int scenarios) {
        static Subject of(String kernel, String spec, int scenarios) {
            return new Subject(kernel, spec, WatchedMachine.of(spec, kernel), Nodes.of(spec), scenarios);
        }

        /** A place is told in one byte: scenarios name nodes up to 127. */
        static Subject large(String kernel, int nodes, int scenarios) {
            return new Subject(kernel, String.valueOf(nodes), WatchedMachine.of(nodes, kernel),
                    new Nodes(IntStream.range(0, 128).boxed().toList(), List.of(nodes), 64), scenarios);
        }

        Seen run(Scenario scenario) {
            Program program = Lowering.of(scenario);
            return Seen.of(scenario, program, machines.run(program.bytes()));
        }

        Stream<Scenario> all() {
            return LongStream.range(SEED, SEED + scenarios).mapToObj(seed -> Generator.scenario(seed, nodes));
        }

        @Override
        public String toString() {
            return kernel + ", nodes " + machine + ", seeds " + SEED + "-" + (SEED + scenarios - 1);
        }
    }

    private static final List<Subject> SUBJECTS = Stream.concat(
            Stream.of("2.6.16-rc1", "2.6.16", "2.6.18", "2.6.29", "3.10", "4.3", "4.17", "6.12", "7.3")
                    .map(kernel -> Subject.of(kernel, "four", SCENARIOS)),
            Stream.of(Subject.of("3.10", "64", SCENARIOS / 3), Subject.of("6.12", "64", SCENARIOS / 3),
                    Subject.large("7.3", 1024, 1)))
            .toList();

    /** A property of one scenario on one machine; tells whether there was anything to check. */
    private interface Property {
        boolean holds(Subject subject, Scenario scenario);
    }

    private static Stream<DynamicTest> of(String name, Property property) {
        return SUBJECTS.stream().map(subject -> DynamicTest.dynamicTest(subject.toString(), () -> {
            long seed = SEED;
            for (Scenario scenario : subject.all().toList()) {
                try {
                    if (property.holds(subject, scenario)) {
                        CHECKED.add(name);
                    }
                } catch (AssertionError | RuntimeException wrong) {
                    throw new AssertionError(subject + ", seed " + seed + ": " + wrong.getMessage(), wrong);
                }
                seed++;
            }
        }));
    }

    @AfterAll
    static void nothingIsVacuous() {
        assertThat(CHECKED).as("properties that were checked at all").hasSize(6);
    }

    @TestFactory
    Stream<DynamicTest> pagesAreConserved() {
        return of("conservation", (subject, scenario) -> !subject.run(scenario).moments.isEmpty());
    }

    @TestFactory
    Stream<DynamicTest> aQueryAfterAMoveAgreesWithWhatTheStatusesSaid() {
        return of("agreement", (subject, scenario) -> {
            Seen seen = subject.run(scenario);
            return IntStream.range(0, seen.moments.size()).filter(i -> agrees(seen, i)).count() > 0;
        });
    }

    /** Of a page that is named twice the entries may say different things; before 4.17 the second is told before any moves. */
    private static boolean agrees(Seen seen, int operation) {
        Moment moment = seen.moments.get(operation);
        MovePages call = moment.move();
        if (call == null || moment.result() != 0 || moment.statuses().length != call.pages().size()) {
            return false;
        }
        int process = call.target() == Operation.SELF ? call.process() : call.target();
        Map<Long, Integer> places = seen.places(operation, process);
        List<Long> pages = call.pages().stream().map(page -> page.value() & -Layout.PAGE).toList();
        boolean checked = false;
        for (int i = 0; i < pages.size(); i++) {
            Integer place = places.get(pages.get(i));
            boolean once = Collections.frequency(pages, pages.get(i)) == 1;
            if (once && place != null && moment.statuses()[i] >= 0 && !isLarge(moment, call.pages().get(i))) {
                assertThat(place).as("operation %d, entry %d of %s", operation, i, call)
                        .isEqualTo(moment.statuses()[i]);
                checked = true;
            }
        }
        return checked;
    }

    private static boolean isLarge(Moment moment, Address address) {
        Operation.Map area = moment.target().areas.get(address.area());
        return area != null && area.pages() >= Layout.HUGE / Layout.PAGE;
    }

    @TestFactory
    Stream<DynamicTest> theSameMoveAgainMovesNothingAndSaysTheSame() {
        return of("idempotence", (subject, scenario) -> {
            int at = firstPlainMove(subject.run(scenario));
            if (at < 0) {
                return false;
            }
            List<Operation> twice = new ArrayList<>(scenario.operations().subList(0, at + 1));
            twice.add(twice.getLast());
            Seen seen = subject.run(new Scenario(twice));
            Moment first = seen.moments.get(at);
            Moment second = seen.moments.get(at + 1);
            assertThat(second.result()).as("result").isIn(0L, idle(subject.kernel()));
            assertThat(seen.places(at + 1)).as("places").isEqualTo(seen.places(at));
            for (int i = 0; i < first.statuses().length; i++) {
                assertThat(second.statuses()[i]).as("status %d", i).isIn(first.statuses()[i], CallLowering.UNWRITTEN);
            }
            return true;
        });
    }

    /** Before 2.6.28 a call that finds nothing to move is ENOENT. */
    private static long idle(String kernel) {
        return kernel.equals("2.6.18") ? ENOENT : 0;
    }

    /** Return the place of the first move that was done in full and names each page once; -1 if there is none. */
    private static int firstPlainMove(Seen seen) {
        return IntStream.range(0, seen.moments.size()).filter(i -> {
            Moment moment = seen.moments.get(i);
            MovePages call = moment.move();
            return call != null && moment.result() == 0 && !call.pages().isEmpty() && isPlain(call, moment);
        }).findFirst().orElse(-1);
    }

    private static boolean isPlain(MovePages call, Moment moment) {
        return call.count() == call.pages().size() && moment.statuses().length == call.pages().size()
                && call.pages().stream().noneMatch(page -> isLarge(moment, page))
                && call.pages().stream().map(page -> page.value() / Layout.PAGE).distinct().count() == call.count();
    }

    @TestFactory
    Stream<DynamicTest> theOrderOfSinglePagesDoesNotMatter() {
        return of("order", (subject, scenario) -> {
            int at = firstPlainMove(subject.run(scenario));
            if (at < 0) {
                return false;
            }
            MovePages call = (MovePages) scenario.operations().get(at);
            List<Operation> singles = IntStream.range(0, call.pages().size()).mapToObj(i -> single(call, i)).toList();
            List<Operation> before = scenario.operations().subList(0, at);
            Map<Integer, Map<Long, Integer>> forward = last(subject, before, singles);
            assertThat(last(subject, before, singles.reversed())).isEqualTo(forward);
            return singles.size() > 1;
        });
    }

    private static Operation single(MovePages call, int i) {
        List<Integer> nodes = Objects.requireNonNull(call.nodes());
        return new MovePages(call.process(), call.target(), 1, List.of(call.pages().get(i)), List.of(nodes.get(i)),
                call.flags(), Buffer.WHOLE, Buffer.WHOLE, Buffer.WHOLE);
    }

    private static Map<Integer, Map<Long, Integer>> last(Subject subject, List<Operation> before,
            List<Operation> then) {
        List<Operation> all = new ArrayList<>(before);
        all.addAll(then);
        return subject.run(new Scenario(all)).places(all.size() - 1);
    }

    @TestFactory
    Stream<DynamicTest> withMoreCapabilitiesNothingFailsThatSucceeded() {
        return of("capabilities", (subject, scenario) -> grows(subject, scenario,
                operation -> operation instanceof Operation.Become become ? withAll(become) : operation));
    }

    private static Operation withAll(Operation.Become become) {
        return new Operation.Become(become.process(), become.real(), become.effective(), become.saved(),
                List.of(Moment.SYS_PTRACE, 21, Moment.SYS_NICE), become.dumpable());
    }

    @TestFactory
    Stream<DynamicTest> withALargerCpusetNothingFailsThatSucceeded() {
        return of("cpusets", (subject, scenario) -> grows(subject, scenario,
                operation -> operation instanceof Operation.Confine confine
                        ? new Operation.Confine(confine.process(), subject.nodes().withMemory())
                        : operation));
    }

    /** Compare call by call, up to the first that goes otherwise: after it states are no longer the same. */
    private static boolean grows(
            Subject subject, Scenario scenario, UnaryOperator<Operation> more) {
        Scenario larger = new Scenario(scenario.operations().stream().map(more).toList());
        if (larger.equals(scenario)) {
            return false;
        }
        Seen few = subject.run(scenario);
        Seen many = subject.run(larger);
        for (int i = 0; i < few.moments.size(); i++) {
            Moment one = few.moments.get(i);
            Moment other = many.moments.get(i);
            boolean aboutNodes =
                    one.operation() instanceof MovePages || one.operation() instanceof Operation.MigratePages;
            if (aboutNodes && one.result() >= 0) {
                assertThat(other.result()).as("operation %d, %s", i, one.operation()).isGreaterThanOrEqualTo(0);
            }
            if (one.result() != other.result() || !few.places(i).equals(many.places(i))) {
                break;
            }
        }
        return true;
    }
}
