/**
 * The migration engine (mm/migrate.c): pages are collected, isolated, moved in passes, and put back.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.sim.migrate;

import org.jspecify.annotations.NullMarked;
