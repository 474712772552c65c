package io.numamigrator;

/** Topology and maps, on the real kernel of a guest. */
class ReadingInGuest extends LinuxReadingTest {}
