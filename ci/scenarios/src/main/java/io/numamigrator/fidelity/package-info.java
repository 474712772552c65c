/**
 * Scenarios: what processes do to a machine's memory, run on a real kernel and on the simulated one, and compared.
 *
 * <p>A {@code Scenario} is a list of {@code Operation} records, made by {@code Generator} from a seed or read from a file
 * ({@code Replay}). It is lowered once, by {@code Lowering}, to a {@code Program} of instructions. Two executors carry programs
 * out and write down raw bytes: {@code RealKernel}, which boots a guest around the executor in C, and {@code Simulation}.
 * Nothing but those bytes is compared ({@code Trial}, {@code Divergence}), so neither side can be kind to itself.
 *
 * <p>{@code Campaign} runs many, {@code Coverage} counts the rules of the semantics that they come to by what the real kernel
 * answered, {@code Shrinker} makes a finding small, {@code Mutation} proves that the comparison notices a wrong simulation, and
 * {@code ReportText} and {@code ReportPicture} tell of the runs that were recorded.
 */
@NullMarked
package io.numamigrator.fidelity;

import org.jspecify.annotations.NullMarked;
