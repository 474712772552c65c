/** What the library asks of a kernel, and the kernels that answer. */
@NullMarked
package io.numamigrator.kernel;

import org.jspecify.annotations.NullMarked;
