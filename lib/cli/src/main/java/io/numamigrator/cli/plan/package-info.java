/** Plans on the command line: how they, their findings and their results are shown. */
@NullMarked
package io.numamigrator.cli.plan;

import org.jspecify.annotations.NullMarked;
