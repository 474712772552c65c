/**
 * Plans of where pages of a process are to go.
 *
 * <p>A {@link io.numamigrator.placement.PlacementPlan} says of which process it speaks, so that it is never applied to another one. It is made
 * by a {@link io.numamigrator.placement.PlanDraft}, by an {@link io.numamigrator.placement.UndoRecorder}, or by any program that writes the
 * format of FORMAT.md.
 */
@NullMarked
package io.numamigrator.placement;

import org.jspecify.annotations.NullMarked;
