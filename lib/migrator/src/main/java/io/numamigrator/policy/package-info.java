/**
 * The calls about memory policies, and the policies in effect.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.policy;

import org.jspecify.annotations.NullMarked;
