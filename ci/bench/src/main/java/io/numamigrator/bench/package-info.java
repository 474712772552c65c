/** The library beside C, JNI and JNA, doing the same job in one process. */
@NullMarked
package io.numamigrator.bench;

import org.jspecify.annotations.NullMarked;
