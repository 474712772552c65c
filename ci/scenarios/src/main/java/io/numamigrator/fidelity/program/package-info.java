/** What both executors carry out: a scenario lowered to instructions, and the raw bytes that they write down. */
@NullMarked
package io.numamigrator.fidelity.program;

import org.jspecify.annotations.NullMarked;
