package io.numamigrator;

/** What holds for a {@link NumaMigrator} of every kernel, real or simulated: one text, several subjects. */
interface NumaMigratorContract extends LocateContract, MoveContract, SafetyContract, EdgesContract {}
