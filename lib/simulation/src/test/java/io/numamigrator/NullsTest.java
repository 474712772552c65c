package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.numamigrator.engine.MovePlanner;
import io.numamigrator.pages.AddressList;
import io.numamigrator.pages.MoveCounts;
import io.numamigrator.pages.MovePlan;
import io.numamigrator.pages.PageList;
import io.numamigrator.sim.FaultInjection;
import io.numamigrator.sim.MachineBuilder;
import io.numamigrator.sim.SeccompFilter;
import io.numamigrator.sim.SeccompProfile;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A null that is given to a public method is a NullPointerException that names the parameter, in every one of them. */
class NullsTest {

    private static final SimulatedMachine MACHINE = SimulatedMachine.fourNodes();
    private static final MemoryRange RANGE = MACHINE.process().map(1 << 16);
    private static final Map<Class<?>, Object> SAMPLES = samples();

    private static Map<Class<?>, Object> samples() {
        Map<Class<?>, Object> samples = new HashMap<>();
        NumaMigrator numa = MACHINE.migrator();
        samples.put(NumaMigrator.class, numa);
        samples.put(NumaProcess.class, numa.self());
        samples.put(MemorySegment.class, Arena.global().allocate(8192, 4096));
        samples.put(MemoryRange.class, RANGE);
        samples.put(Placement.class, Placement.of(RANGE, 0));
        samples.put(MoveOptions.class, MoveOptions.DEFAULT);
        samples.put(MoveScope.class, MoveScope.EXCLUSIVE);
        samples.put(NodeSet.class, NodeSet.of(0));
        samples.put(CpuSet.class, CpuSet.parse("0"));
        samples.put(MemoryPolicy.class, MemoryPolicy.none());
        samples.put(MemoryPolicy.Mode.class, MemoryPolicy.Mode.DEFAULT);
        samples.put(PageReport.class, numa.self().locate(RANGE));
        samples.put(PageView.class, numa.self().locate(RANGE));
        samples.put(MoveResult.class, numa.self().move(RANGE, 0));
        samples.put(PageBuffer.class, new PageBuffer());
        samples.put(Diagnosis.class, numa.explain());
        samples.put(Diagnosis.Topic.class, Diagnosis.Topic.NODES);
        samples.put(Errno.class, Errno.EIO);
        samples.put(Absence.class, Absence.SWAPPED);
        samples.put(String.class, "0");
        samples.put(List.class, List.of());
        samples.put(Set.class, Set.of());
        samples.put(OptionalInt.class, OptionalInt.empty());
        samples.put(Optional.class, Optional.empty());
        samples.put(PageList.class, new AddressList(new long[0]));
        samples.put(MovePlan.class, MovePlanner.build(Placement.nothing(), 4096));
        samples.put(MoveCounts.class, new MoveCounts(0, 0, 0, 0));
        samples.put(long[].class, new long[] {RANGE.start()});
        samples.put(BindFlag[].class, new BindFlag[0]);
        samples.put(SimulatedMachine.class, MACHINE);
        samples.put(SimulatedProcess.class, MACHINE.process());
        samples.put(MachineBuilder.class, SimulatedMachine.builder());
        samples.put(FaultInjection.class, MACHINE.faults());
        samples.put(SeccompProfile.class, SeccompProfile.DOCKER);
        samples.put(SeccompFilter.class, SeccompProfile.DOCKER.filter());
        samples.put(io.numamigrator.sim.SystemCall.class, io.numamigrator.sim.SystemCall.MBIND);
        samples.put(Runnable.class, (Runnable) () -> {});
        samples.put(int.class, 1);
        samples.put(long.class, 1L);
        samples.put(boolean.class, true);
        return samples;
    }

    static Stream<Executable> takingReferences() {
        return Stream
                .<Class<?>>of(NumaMigrator.class, NumaProcess.class, NumaArena.class, Placement.class, NodeSet.class,
                        CpuSet.class, MemoryRange.class, MemoryPolicy.class, MoveOptions.class, PageReport.class,
                        Diagnosis.class,
                        MoveResult.class, SimulatedMachine.class, SimulatedProcess.class, MachineBuilder.class,
                        FaultInjection.class,
                        SeccompFilter.class, SeccompProfile.class)
                .flatMap(type -> Stream.<Executable>concat(Stream.of(type.getMethods()),
                        Stream.of(type.getConstructors())))
                .filter(NullsTest::isOurs)
                .filter(made -> Stream.of(made.getParameterTypes()).anyMatch(t -> !t.isPrimitive()));
    }

    private static boolean isOurs(Executable made) {
        boolean record = made.getDeclaringClass().isRecord() && made instanceof Constructor
                && made.getDeclaringClass() != MoveOptions.class;
        return made.getDeclaringClass().getName().startsWith("io.numamigrator") && !made.isSynthetic() && !record
                && !made.getName().equals("equals") && !made.getName().equals("valueOf")
                && Modifier.isPublic(made.getModifiers());
    }

    @ParameterizedTest
    @MethodSource("takingReferences")
    void aNullIsNamed(Executable made) throws Exception {
        Parameter[] parameters = made.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            if (!parameters[i].getType().isPrimitive()) {
                @Nullable Object[] arguments = new @Nullable Object[parameters.length];
                for (int j = 0; j < parameters.length; j++) {
                    arguments[j] = j == i ? null : sample(parameters[j].getType());
                }
                assertNamed(made, arguments);
            }
        }
    }

    private static Object sample(Class<?> type) {
        Object sample = SAMPLES.get(type);
        return sample != null || !type.isArray()
                ? Objects.requireNonNull(sample, type.getName())
                : Array.newInstance(type.getComponentType(), 0);
    }

    private static void assertNamed(Executable made, @Nullable Object[] arguments) throws ReflectiveOperationException {
        try {
            if (made instanceof Constructor<?> constructor) {
                constructor.newInstance(arguments);
            } else {
                Method method = (Method) made;
                boolean isStatic = Modifier.isStatic(method.getModifiers());
                method.invoke(isStatic ? null : sample(method.getDeclaringClass()), arguments);
            }
            fail("%s takes a null", made);
        } catch (InvocationTargetException thrown) {
            assertThat(thrown.getCause()).as(made.toString()).isInstanceOf(NullPointerException.class);
            assertThat(thrown.getCause().getMessage()).as(made.toString()).matches("[a-z][A-Za-z]*");
        }
    }
}
