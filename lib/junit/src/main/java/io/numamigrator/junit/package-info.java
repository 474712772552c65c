/**
 * Tests of code that places memory, on simulated nodes or on the real ones.
 *
 * <p>{@link io.numamigrator.junit.SimulatedNuma} and {@link io.numamigrator.junit.RealNuma} stand in the place of {@code @Test}; both
 * on one method are two runs of it. On a class they concern every test in it.
 */
@NullMarked
package io.numamigrator.junit;

import org.jspecify.annotations.NullMarked;
