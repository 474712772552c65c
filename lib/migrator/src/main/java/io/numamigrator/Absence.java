package io.numamigrator;

/**
 * Why an address has no page on any node, as far as page tables, areas and page cache tell.
 *
 * <p>Some kinds leave nothing to move: a move is complete in spite of them. For the others there is memory on a node, or there may be:
 * they leave a move incomplete.
 */
public enum Absence {
    /** Private memory that nobody has touched: there is no page, and the first touch makes one by policy. */
    NEVER_TOUCHED("never touched", true,
            "nothing to move; the first touch places it by policy (NumaMigrator.setPolicy)"),
    /** A file or shared memory whose page is in nobody's memory: a hole, or not read from the disk yet. */
    FILE_HOLE("not in memory", true,
            "nothing to move: a hole of the file, or not read yet; a read places it by policy"),
    /** A guard region of private memory (MADV_GUARD_INSTALL, Linux 6.13): no page can be there. */
    GUARD("guard", true, "nothing to move: a touch kills the process"),
    /** The process has not mapped the page, but it is, or may be, in the page cache or in another process. */
    UNMAPPED("not mapped here, may be in memory", false,
            "touch it, move with MoveOptions.withPopulate(), or ask through a process that maps it"),
    /** Swapped out; it comes back on whatever node the touching thread's policy says. */
    SWAPPED("swapped out", false, "swap it in: touch it, or move with MoveOptions.withPopulate()"),
    /** The shared zero page: memory that was read and never written. Nobody moves it. */
    ZERO_PAGE("the shared zero page", false, "write to it, which makes a page of its own"),
    /** Memory of a device or of the kernel, mapped by frame number. Nobody moves it. */
    DEVICE("device memory", false, "leave it out: memory of a device or of the kernel cannot be moved"),
    /** The memory is broken, and the kernel keeps everybody from it. */
    POISONED("poisoned", false, "leave it out: the memory is broken (dmesg tells of it)"),
    /** Nothing is mapped at the address. */
    NO_AREA("no area there", false, "compare the address with /proc/PID/maps"),
    /** It cannot be told: /proc is hidden or closed, or the page is there and hidden from the call. */
    UNKNOWN("absent for an unknown reason", false,
            "let /proc/PID/maps and /proc/PID/pagemap be read: as the user of the process, or with CAP_SYS_PTRACE");

    private final String text;
    private final boolean leavesComplete;
    private final String remedy;

    Absence(String text, boolean leavesComplete, String remedy) {
        this.text = text;
        this.leavesComplete = leavesComplete;
        this.remedy = remedy;
    }

    /** Returns what it is in a few lower-case words. */
    public String text() {
        return text;
    }

    /** Returns whether a move is complete in spite of such an address: no memory on any node stands behind it. */
    public boolean leavesComplete() {
        return leavesComplete;
    }

    /** Returns what to do about it: a sentence without a full stop. */
    public String remedy() {
        return remedy;
    }
}
