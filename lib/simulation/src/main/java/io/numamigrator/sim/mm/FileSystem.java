package io.numamigrator.sim.mm;

/** What a file system does about pages that move. */
public enum FileSystem {
    /** Memory itself: tmpfs, shared anonymous memory, memfd. */
    SHMEM,
    /** A file system on a disk with a migrate method: ext4, xfs; large folios from Linux 6.16 on. */
    DISK,
    /** A file system without a migrate method: dirty pages are written out first. */
    WITHOUT_METHOD,
    /** The same, and its pages cannot be written out. */
    WITHOUT_WRITING,
    /** The same, and writing them out fails. */
    WRITE_FAILS,
    /** Mappings of it forbid migration. */
    FORBIDS,
    /** Its pages must sit in the low zones. */
    LOW_ZONE,
    /** Files mapped straight from persistent memory. */
    DAX
}
