/**
 * Which pages a call is about, and what is known of each in two bytes: no type of the API is known here, and all above share it.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.pages;

import org.jspecify.annotations.NullMarked;
