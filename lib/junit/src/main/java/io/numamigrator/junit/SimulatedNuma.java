package io.numamigrator.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Run a test on a simulated machine, in the place of {@code @Test}.
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
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(SimulatedNuma.Several.class)
@TestTemplate
@ExtendWith(NumaExtension.class)
public @interface SimulatedNuma {

    /** Say which nodes there are, as {@link io.numamigrator.sim.MachineBuilder#nodes(String)} reads it. */
    String nodes() default "two";

    /** Say which release of the kernel it runs, {@code 6.12}; the newest known if empty. */
    String kernel() default "";

    /** Holds several machines for one test. */
    @Documented
    @Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @TestTemplate
    @ExtendWith(NumaExtension.class)
    @interface Several {

        /** Return the machines. */
        SimulatedNuma[] value();
    }
}
