package io.numamigrator;

/** The verified status of one page. */
public sealed interface PageStatus {

    /** The page is in memory on this node. */
    record On(int node) implements PageStatus {
        @Override
        public String toString() {
            return "on node " + node;
        }
    }

    /**
     * The address has no page on any node, for this reason; told by moves and by {@link NumaMigrator#classify}.
     *
     * <p>What the kernel itself answered, ENOENT or EFAULT, stands in {@link PageReport#raw}.
     */
    record Absent(Absence kind) implements PageStatus {
        @Override
        public String toString() {
            return kind.text();
        }
    }

    /** The kernel moved the page to its target, and then it was found on this other node: somebody else had moved it on. */
    record FoundElsewhere(int node) implements PageStatus {
        @Override
        public String toString() {
            return "moved, then found on node " + node;
        }
    }

    /**
     * The kernel has no node for the page, or did not move it, for this reason.
     *
     * <table>
     * <caption>Reasons of move_pages(2)</caption>
     * <tr><th>errno</th><th>meaning</th></tr>
     * <tr><td>ENOENT</td><td>no page there; {@link Absent} tells why, a plain locate does not</td></tr>
     * <tr><td>EFAULT</td><td>no VMA there, or the shared zero page (Linux 4.3+), or memory of a device, or an untouched page (Linux 4.3 to
     * 6.11); {@link Absent} tells them apart, a plain locate does not</td></tr>
     * <tr><td>EACCES</td><td>mapped more than once; ask with {@link MoveScope#SHARED}</td></tr>
     * <tr><td>EBUSY</td><td>pinned or in use by the kernel</td></tr>
     * <tr><td>ENOMEM</td><td>the target node was full</td></tr>
     * </table>
     */
    record Refused(Errno why) implements PageStatus {
        @Override
        public String toString() {
            return "refused: " + why;
        }
    }

    /** The kernel stopped before this page; no move was tried. */
    record NotReached() implements PageStatus {
        @Override
        public String toString() {
            return "not reached";
        }
    }
}
