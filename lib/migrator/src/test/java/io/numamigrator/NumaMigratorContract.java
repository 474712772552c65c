package io.numamigrator;

/** What holds for every kernel after a {@link NumaMigrator}, real or simulated: one text, several subjects. */
interface NumaMigratorContract extends LocateContract, MoveContract, SafetyContract, EdgesContract {}
