/** Asks a HotSpot JVM, this one or another, which addresses it uses for what. */
@NullMarked
package io.numamigrator.cli.jvm;

import org.jspecify.annotations.NullMarked;
