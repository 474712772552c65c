package io.numamigrator;

/** What is true of one page. */
public sealed interface PageStatus {

    /** The page is in memory on this node. */
    record On(int node) implements PageStatus {
        @Override
        public String toString() {
            return "on node " + node;
        }
    }

    /**
     * The kernel has no node for the page, or did not move it, for this reason.
     *
     * <table>
     * <caption>Reasons of move_pages(2)</caption>
     * <tr><th>errno</th><th>meaning</th></tr>
     * <tr><td>ENOENT</td><td>no page there: never touched, or swapped out</td></tr>
     * <tr><td>EFAULT</td><td>no VMA there, or the shared zero page (Linux 4.3+), or memory of a device</td></tr>
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

    /** The kernel stopped before this page; nobody tried to move it. */
    record NotReached() implements PageStatus {
        @Override
        public String toString() {
            return "not reached";
        }
    }
}
