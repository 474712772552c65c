package io.numamigrator.junit;

import io.numamigrator.sim.Capability;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test on a simulated machine, in the place of {@code @Test}.
 *
 * <p>Each run has a machine of its own, which the test, its {@code @BeforeEach} and its constructor get as a parameter:
 * {@link io.numamigrator.NumaMigrator}, {@link io.numamigrator.sim.SimulatedMachine} or {@link io.numamigrator.sim.SimulatedProcess}.
 * Several of these annotations on one method are several runs. No native access is needed, except for
 * {@link io.numamigrator.NumaArena}.
 *
 * {@snippet :
 * @SimulatedNuma(nodes = "2x[4cpu,1G]+[0cpu,4G]@31", kernel = "6.12")
 * void theColdHalfGoesToFarMemory(NumaMigrator numa) { … }
 * }
 *
 * <p>On a class it concerns each {@code @Test}, {@code @ParameterizedTest} and the like, in subclasses and {@code @Nested} classes, too;
 * several are as many runs of the class. Each test has a machine of its own here, too; {@code @BeforeAll}, and a constructor
 * with {@code Lifecycle.PER_CLASS}, come once for all runs and have none. An annotation of a method, or of a {@code @Nested} class, takes
 * the place of the outer ones.
 *
 * {@snippet :
 * @SimulatedNuma(nodes = "four", kernel = "5.10")
 * @SimulatedNuma(nodes = "four", kernel = "6.12", seccomp = "docker", capAdd = Capability.CAP_SYS_NICE)
 * class CacheTest {
 *     @Test
 *     void startsWithoutMovePages(NumaMigrator numa) { … }
 * }
 * }
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(SimulatedNuma.Several.class)
@TestTemplate
@ClassTemplate
@ExtendWith(NumaExtension.class)
public @interface SimulatedNuma {

    /** Say which nodes there are, as {@link io.numamigrator.sim.MachineBuilder#nodes(String)} reads it. */
    String nodes() default "two";

    /** Say which release of the kernel it runs, {@code 6.12}; the newest known if empty. */
    String kernel() default "";

    /**
     * Say in which runtime's container the process is: {@code docker}, {@code podman}; in none if empty, and it has all capabilities.
     *
     * @see io.numamigrator.sim.SeccompProfile#named
     */
    String seccomp() default "";

    /** Say which capabilities the container has. */
    Capability[] capAdd() default {};

    /** Holds several machines for one test. */
    @Documented
    @Inherited
    @Target({ElementType.METHOD, ElementType.TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @TestTemplate
    @ClassTemplate
    @ExtendWith(NumaExtension.class)
    @interface Several {

        /** Returns the machines. */
        SimulatedNuma[] value();
    }
}
