package io.numamigrator.bench;

import java.util.List;

/**
 * One part of the results.
 *
 * @param markdown heading and table
 * @param gates what the part has to reach
 */
record Section(String markdown, List<Gate> gates) {}
