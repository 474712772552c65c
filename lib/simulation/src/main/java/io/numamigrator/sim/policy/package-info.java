/**
 * Memory policies (mm/mempolicy.c): how one is made, kept, rebound to another cpuset, and shared by all who map a file.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.sim.policy;

import org.jspecify.annotations.NullMarked;
