package io.numamigrator;

/** What one node is enough to show of a kernel: one text, several subjects. */
interface KernelRulesContract
        extends
            MaskContract,
            MigrateErrnoContract,
            PolicyContract,
            PolicyErrnoContract,
            ReadingContract {}
