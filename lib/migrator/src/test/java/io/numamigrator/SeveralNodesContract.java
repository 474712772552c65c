package io.numamigrator;

/** What only a machine with several nodes can show: one text, several subjects. */
interface SeveralNodesContract extends RunsContract {}
