package io.numamigrator.sim.version;

import io.numamigrator.sim.migrate.LruAddBatch;
import org.jspecify.annotations.Nullable;

/**
 * What changed from kernel to kernel: each constant is a behaviour, and the releases that have it.
 *
 * <p>This table is the only place that knows releases. The numbers are mainline's; a stable branch that took a change in
 * earlier or later is listed in {@link KernelVersion}.
 */
public enum KernelSwitch {
    // migrate_pages and the engine of 2006
    /** Pages are written to swap and come back where they are touched; there is no node map. */
    SWAP_BASED_MIGRATION("2.6.16-rc1", "2.6.16-rc2"),
    /** mbind with MOVE is ENODEV without free swap, and migrate_pages then moves nothing and says 0. */
    NEEDS_SWAP("2.6.16-rc1", "2.6.18"),
    /** CAP_SYS_ADMIN, not CAP_SYS_NICE, opens what needs a capability. */
    NEEDS_SYS_ADMIN("2.6.16-rc1", "2.6.16"),
    /** Locked areas are left out by migrate_pages and mbind. */
    MLOCKED_SKIPPED("2.6.16-rc1", "2.6.21"),
    /** The engine makes up to 11 passes, not 10. */
    ELEVEN_PASSES("2.6.16-rc1", "2.6.18"),
    /** The engine's document counts twenty steps: with entries in swap space in place of migration entries. */
    TWENTY_STEPS("2.6.16-rc1", "2.6.18"),
    /** The document's numbers are those that came with migration entries. */
    STEPS_OF_2_6_18("2.6.18", "4.9"),
    /** The document's numbers go from 1 to 18; before, 17 and 18 were left out. */
    STEPS_WITHOUT_GAP("5.15", null),
    /** The new page is locked before the old one is unmapped. */
    LOCKS_BEFORE_UNMAP("4.9", null),
    /** The new page is on its LRU list before it is mapped. */
    LRU_BEFORE_REMAP("5.19", null),
    /** The engine unmaps a batch, then moves it: 3 asynchronous passes, then 7 for each leftover alone. */
    BATCHED_PASSES("6.3", null),
    /** Data is copied before the page cache slot is switched. */
    COPIES_FIRST("6.12", null),

    // move_pages: the call
    MOVE_PAGES("2.6.18", null),
    /** The call needs memory for all entries at once: E2BIG, ENOMEM. */
    WHOLE_CALL("2.6.18", "2.6.29"),
    /** The same limits hold for a query. */
    WHOLE_QUERY("2.6.18", "2.6.28"),
    /** Entries are examined 169 at a time (4 KiB pages); the count of failures is thrown away. */
    CHUNKED("2.6.29", "4.17"),
    /** The call is ENOENT if no entry names a page that has to move. */
    ENOENT_IF_IDLE("2.6.18", "2.6.28"),
    /** A full target node sends pages elsewhere instead of ending the call. */
    TARGET_FALLS_BACK("2.6.18", "2.6.19"),
    /** The address space is looked at before permission is. */
    SPACE_BEFORE_ACCESS("2.6.16-rc1", "3.2"),
    UID_RULE_FOR_MOVE("2.6.18", "4.13"),
    UID_RULE_FOR_MIGRATE("2.6.16-rc1", "4.15"),
    /** A node needs only be online, it may have no memory. */
    ONLINE_IS_ENOUGH("2.6.16-rc1", "2.6.24"),

    // move_pages: what is said of an address
    /** The kind of area is not looked at. */
    VMA_UNCHECKED("2.6.18", "2.6.21"),
    /** An address outside of every area but below one is ENOENT. */
    HOLE_IS_ENOENT("2.6.18", "2.6.37"),
    ZERO_PAGE_IS_ENOENT("2.6.18", "4.3"),
    UNTOUCHED_IS_EFAULT("4.3", "6.12"),
    DEVICE_QUERY_IS_EFAULT("2.6.18", "6.12"),
    VVAR_MOVE_IS_ENOENT("7.3", null),
    ZONE_DEVICE_IS_ENOENT("6.0", null),
    PROT_NONE_IS_ENOENT("6.1", "6.5"),
    LOW_ZONE_UNMOVABLE("2.6.22", null),
    DAX_UNMOVABLE("4.15", null),
    /** Merged pages are on no LRU list. */
    KSM_OFF_LRU("2.6.32", "2.6.33"),
    /** Merged pages are passed over. */
    KSM_UNMOVABLE("2.6.33", "3.9"),
    HUGETLB_MOVABLE("3.12", null),
    /** Only the first base page of a hugetlb page names it. */
    HUGETLB_TAIL_REFUSED("3.19", "6.7"),
    /** A large folio is shared if an estimate from its counts says so. */
    SHARED_BY_ESTIMATE("6.12", "6.15"),
    /** A large folio is shared if more than one process maps it. */
    SHARED_BY_PROCESS("6.15", null),
    /** A page moved by this call sits in a per-CPU list, where further attempts do not find it: {@link LruAddBatch}. */
    FRESH_PAGE_IS_BUSY("4.17", "5.13"),

    // move_pages: results of the run engine
    /** A page in place is told with its run, and not at all if nothing else is in the last run. */
    IN_PLACE_TOLD_WITH_RUN("4.17", "5.5"),
    /** The positive result adds the entries after the failing run, less one. */
    COUNTS_UNATTEMPTED_LESS_ONE("5.6", "6.1"),
    /** The positive result adds the entries after the failing run. */
    COUNTS_UNATTEMPTED("6.1", null),
    /** A huge page that is refused for good counts as its base pages; one out of retries counts once. */
    HUGE_FAILURE_COUNTS_PAGES("5.9", "5.17"),

    // huge pages
    THP("2.6.38", null),
    THP_SPLIT_FIRST("2.6.38", "4.14"),
    /** A huge page mapped in part is split before it moves. */
    PARTIAL_THP_SPLIT_FIRST("6.12", null),
    /** A huge page that several processes map is not split for want of room; seen on 6.16.12, 6.17.13 and 6.18.15, not on 6.12.117 or 7.2. */
    SHARED_HUGE_STAYS_WHOLE("6.16", "7.0"),
    /** When a huge page is split, its zero pages become the shared zero page. */
    SPLIT_DROPS_ZEROS("6.12", null),
    /** Of a huge page that is split for want of memory the head is moved at once, the others when all else is done. */
    HEAD_PART_FIRST("2.6.38", "5.16"),
    /** They are moved from the second to the last, then the head; before that from the last to the second. */
    PARTS_ASCEND("6.15", null),
    /** The first write to what shows the huge zero page gets a huge page. */
    HUGE_ZERO_BECOMES_HUGE("6.13", null),
    /** mprotect(2) forgets that a huge page is dirty; seen on 6.16.12, 6.17.13 and 6.18.15, not on 6.12.117 or 7.2. */
    PROTECTION_CLEANS_HUGE("6.16", "7.0"),
    /** A huge page that moves while it is mapped by single entries counts as mapped in part afterwards; seen in 6.12.117 and 7.3, not in 6.18.15. */
    MOVED_BY_ENTRIES_IS_PARTIAL("7.0", null),
    /** Pages of ordinary files come in large folios. */
    LARGE_FILE_FOLIOS("6.16", null),

    // migrate_pages
    TARGETS_UNCHECKED("2.6.16-rc1", "2.6.23-rc5"),
    /** EINVAL if any target has no memory; since then the mask is cut to what is allowed. */
    TARGETS_ALL_VALID("2.6.23-rc5", "4.16"),
    /** With masks of unequal size nodes that are in both stay. */
    UNEQUAL_MASKS_SKIP("3.5", null),
    /** mbind and migrate_pages take a huge page of one process by its head, which has to be mapped once. */
    COLLECTED_BY_HEAD("4.5", "6.9"),
    /** Mappings whose page could not be isolated count. */
    COUNTS_UNISOLATED("6.7", null),
    /** Bits after the highest node id in its own word are not checked. */
    LAST_WORD_UNCHECKED("2.6.16-rc1", "4.16"),
    MASK_CHECKED_FROM_THE_END("5.15", null),

    // areas
    /** An area with pages of its own is joined with a neighbour that has none, whichever of the two was changed. */
    CHANGED_AREA_TAKES_OVER("6.16", null),

    // policies
    MODE_FLAGS("2.6.26", null),
    LOCAL_MODE("3.8", null),
    PREFERRED_MANY_MODE("5.15", null),
    WEIGHTED_MODE("6.9", null),
    BALANCING_FLAG("5.12", null),
    BALANCING_WITH_MANY("6.10", null),
    HOME_NODE("5.17", null),
    MEMS_ALLOWED_FLAG("2.6.24", null),
    /** With BALANCING nodes are mapped from those asked for, not from the cpuset's; seen on 6.12, not looked for on later kernels but 7.3. */
    BALANCING_MAPS_ASKED("5.12", "6.19"),
    /** A cpuset that changes takes the place of the nodes that a preference keeps with its flags: they share memory. */
    PREFERENCE_FORGETS_ASKED("5.14", null),
    /** The preferred node moves with the cpuset, as nodes of other modes do. */
    PREFERRED_FOLLOWS_CPUSET("2.6.16-rc1", "5.14"),
    EMPTY_PREFERRED_IS_LOCAL("5.14", null),
    /** An empty PREFERRED reads back as all online nodes. */
    EMPTY_PREFERRED_IS_ONLINE("2.6.16-rc1", "2.6.26"),
    /** set_mempolicy with a node that is not allowed is EINVAL. */
    STRICT_TASK_NODES("2.6.16-rc1", "2.6.25"),
    /** mbind with a node that is not online is EINVAL. */
    STRICT_VMA_NODES("2.6.16-rc1", "2.6.20"),
    LOCAL_REFUSES_FLAGS("4.15", null),
    /** get_mempolicy wants room for every node id compiled in, not for the possible ones. */
    WIDE_GET_MEMPOLICY("2.6.16-rc1", "5.0"),
    /** BIND takes the lowest node of the mask, not the nearest. */
    BIND_TAKES_LOWEST("2.6.16-rc1", "2.6.26"),
    INTERLEAVE_INDEX_32("2.6.16-rc1", "6.7"),
    /** STRICT without MOVE does not look at pages. */
    STRICT_ALONE_IGNORED("4.4", "5.2"),
    STRICT_IGNORES_HUGETLB("2.6.16-rc1", "5.7"),
    /** STRICT with MOVE tells of pages that could not be queued. */
    STRICT_TELLS_UNQUEUED("5.3", null),
    /** Pages go where the policy of the call wants them, even if what their area shows is another, its file's. */
    MBIND_ALLOCATES_BY_ITS_POLICY("6.7", null),
    /** An area that cannot be cut is EIO, not EINVAL, if pages could not be queued. */
    STRICT_HIDES_ERRORS("6.7", null),
    MBIND_MISSES_OUTER_HOLES("4.4", "5.5"),
    MBIND_DEALS_IN_ORDER("2.6.16-rc1", "2.6.18"),

    // cpusets
    CPUSET_V2_MIGRATES("5.15", null),
    CPUSET_LIMITED_BY_WRITER("2.6.16-rc1", "2.6.17-rc1"),

    /** Until a process enters the root cpuset, who leaves it comes from all possible nodes, also from those offline or without memory; seen on 6.12.117. */
    ROOT_CPUSET_LEFT_FROM_POSSIBLE("5.18", null),

    // 32-bit callers
    /** A 32-bit query reads wrong addresses from entry 16 on; seen on 6.1.192 and 6.12.117, not on 6.16.12 or 6.18. */
    COMPAT_QUERY_STRIDE("5.15", "6.16"),
    COMPAT_MOVE_WRONG("5.15", "6.7"),

    // memory
    /** A node that is first choice of several is so much later among equals. */
    ZONELIST_LOAD_ADDS_UP("5.16", null),
    /** A read of a mapped file maps what is in the cache beside it, too. */
    FAULT_AROUND("3.15", null),
    /** Reading untouched memory allocates a page: there is no zero page. */
    NO_ZERO_PAGE("2.6.24", "2.6.32"),
    /** After a fork the first write to a page that something else refers to makes a copy. */
    PINNED_IS_COPIED("5.8", null),

    /** madvise(2) knows MADV_POPULATE_READ. */
    POPULATE("5.14", null),
    PAGEMAP("2.6.25", null),
    FILE_IN_PAGEMAP("3.5", null),
    EXCLUSIVE_IN_PAGEMAP("4.2", null),
    /** Bit 55 tells what was written since the bits were cleared; of an area where nobody cleared them, every page. */
    SOFT_DIRTY_IN_PAGEMAP("3.11", null),

    /** pagemap of a process without memory is not opened: ESRCH; before that, there is nothing in it. */
    PAGEMAP_NEEDS_MEMORY("6.16", null),

    /** pagemap knows the ioctl PAGEMAP_SCAN. */
    PAGEMAP_SCAN("6.7", null),
    /** A scan of a process that has ended since its pagemap was opened is ESRCH; seen on 6.12.117 and 6.18.44, not on 7.3-rc7. */
    SCAN_NEEDS_MEMORY("7.4", null),
    /** A scan may ask for PAGE_IS_GUARD. */
    SCAN_KNOWS_GUARD("6.16", null),
    /** A scan may ask for PAGE_IS_ACCESSED. */
    SCAN_KNOWS_ACCESSED("7.3", null),
    /** A scan says that pages are written also where userfaultfd does not watch them. */
    SCAN_WRITTEN_WITHOUT_USERFAULTFD("6.7", "7.3"),
    /** A scan says that an empty entry of a page table is written; seen on 6.12.117, 6.18.44 and 7.2, not on 6.16.12 or 6.18.15. */
    SCAN_EMPTY_ENTRY_IS_WRITTEN("7.0", "7.3"),
    /** A scan looks at [vvar], which is no longer mapped by frame numbers alone. */
    VVAR_IS_SCANNED("7.0", null),

    // text
    /** numa_maps writes {@code interleave=0-1}, not {@code interleave:0-1}. */
    POLICY_TEXT_WITH_EQUALS("2.6.16-rc1", "2.6.26"),
    KERNEL_PAGE_SIZE_IN_NUMA_MAPS("4.2", null),
    /** numa_maps writes a policy into 64 bytes, before that into 50. */
    POLICY_TEXT_OF_64_BYTES("3.13", null),
    /** smaps tells the flags of an area. */
    FLAGS_IN_SMAPS("3.8", null),
    /** smaps tells the size of pages. */
    PAGE_SIZE_IN_SMAPS("2.6.29", null),
    HAS_MEMORY_FILE("3.8", null),
    NODE_LIST_FILES("2.6.24", null),
    /** The list of nodes with CPUs is filled at boot, not when a CPU comes later. */
    HAS_CPU_FILLED("3.13", null),
    NODE_USAGE_IN_MEMINFO("2.6.18", null),
    SHMEM_IN_MEMINFO("2.6.32", null),
    GENERIC_INITIATOR_FILE("5.10", null),
    ACCESS0("5.2", null),
    ACCESS1("5.11", null),
    HPAGE_PMD_SIZE("4.10", null),
    WEIGHTS_DIRECTORY("6.9", null),
    MEMORY_TIERS("6.1", null),
    /** The tier of memory without a CPU follows from the latency and bandwidth that the firmware tells. */
    TIERS_BY_PERFORMANCE("6.10", null),
    MEMS_ALLOWED_LIST("2.6.26", null),
    /** The mask has a bit for each possible node, not for each that the kernel is compiled for; 7.2 was seen to be wide. */
    MEMS_ALLOWED_AS_WIDE_AS_POSSIBLE("7.3", null),
    PID_NAMESPACES("2.6.24", null),
    NUMBERS_IN_STATUS("4.1", null),
    CAPAMB_IN_STATUS("4.3", null),
    SECCOMP_FILTERS("3.5", null),
    SECCOMP_IN_STATUS("3.8", null),
    SECCOMP_FILTERS_IN_STATUS("5.9", null),
    SWAP_IN_STATUS("2.6.34", null),
    HUGETLB_IN_STATUS("4.4", null),
    RSS_BY_KIND("4.5", null),
    KTHREAD_IN_STATUS("6.10", null),
    THREAD_SELF("3.17", null),
    CPUSET_IN_V2("5.0", null);

    private final long from;
    private final long until;

    KernelSwitch(String from, @Nullable String until) {
        this.from = Release.parse(from).order();
        this.until = until == null ? Long.MAX_VALUE : Release.parse(until).order();
    }

    /** Tell whether a mainline release behaves so. */
    boolean holdsFor(Release release) {
        return release.order() >= from && release.order() < until;
    }
}
