/** The language: operations with their arguments, where memory lies, and how a scenario is written as JSON. */
@NullMarked
package io.numamigrator.fidelity.scenario;

import org.jspecify.annotations.NullMarked;
