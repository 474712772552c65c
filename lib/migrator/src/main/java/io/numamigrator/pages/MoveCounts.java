package io.numamigrator.pages;

/** Pages by what became of them; {@code nothing} are those absent ones that leave a move complete; those left over are missing. */
public record MoveCounts(int moved, int alreadyThere, int absent, int nothing) {}
