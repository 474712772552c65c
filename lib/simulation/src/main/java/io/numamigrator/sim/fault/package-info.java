/**
 * Page faults: memory comes to be where a thread touches it, on the node that a policy and the zonelists say.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.sim.fault;

import org.jspecify.annotations.NullMarked;
