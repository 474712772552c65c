/**
 * What carries out the calls of the API: requests, queries and page scans, moves and their verification, migrations, memory of the library's own.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.engine;

import org.jspecify.annotations.NullMarked;
