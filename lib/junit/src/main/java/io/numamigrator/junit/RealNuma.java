package io.numamigrator.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test on the real kernel, in the place of {@code @Test}; where that cannot be, skip it and say why.
 *
 * <p>On a class it concerns each test that has no such annotation of its own, as {@link SimulatedNuma} does there.
 *
 * <p>The test gets {@link io.numamigrator.NumaMigrator} as a parameter. It needs native access:
 * {@code --enable-native-access=io.numamigrator.bindings}, or {@code ALL-UNNAMED} on the class path.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ClassTemplate
@ExtendWith(NumaExtension.class)
public @interface RealNuma {

    /** Say how many nodes have to be there that have memory and are allowed to this process. */
    int minNodes() default 1;
}
