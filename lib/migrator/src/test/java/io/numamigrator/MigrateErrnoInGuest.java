package io.numamigrator;

/** Who may migrate whom, on the real kernel of a guest. */
class MigrateErrnoInGuest extends LinuxMigrateErrnoTest {}
