package io.numamigrator.sim;

/** One attempt to migrate one folio. */
final class FolioMigration {

    private final SimulatedMachine machine;
    private final Destination memory;
    private final Folio folio;
    private final int target;
    private final int pass;

    FolioMigration(SimulatedMachine machine, Destination memory, Folio folio, int target, int pass) {
        this.machine = machine;
        this.memory = memory;
        this.folio = folio;
        this.target = target;
        this.pass = pass;
    }

    /**
     * Return the node that the folio is on now, or why it is not on the target: EAGAIN if it may be tried again, ENOMEM if the
     * target is full, EIO or EINVAL if its file system does not let it go.
     */
    int attempt() {
        if (folio.node < 0 || !folio.isMapped() && folio.cache == null) {
            return target;
        }
        if (folio.writeback) {
            if (!forced()) {
                return Answer.EAGAIN;
            }
            folio.writeback = false;
        }
        if (folio.pins > 0) {
            return Answer.EAGAIN;
        }
        int refused = folio.cache == null ? 0 : askFileSystem(folio.cache.file.fileSystem);
        return refused != 0 ? refused : move();
    }

    /** Tell whether this pass waits for what is locked or being written, instead of passing it over. */
    private boolean forced() {
        return pass > 2;
    }

    private int askFileSystem(FileSystem fileSystem) {
        return switch (fileSystem) {
            case SHMEM, DISK, LOW_ZONE, DAX -> 0;
            case WITHOUT_METHOD -> writeOut();
            case WITHOUT_WRITING -> folio.dirty ? Answer.EINVAL : 0;
            case WRITE_FAILS -> folio.dirty ? Answer.EIO : 0;
            case FORBIDS -> Answer.EIO;
        };
    }

    private int writeOut() {
        boolean wasDirty = folio.dirty;
        folio.dirty = false;
        return wasDirty ? Answer.EAGAIN : 0;
    }

    private int move() {
        if (folio.isHugetlb()) {
            return moveHugetlb();
        }
        int node = memory.take(target, folio.pages);
        if (node >= 0) {
            machine.node(folio.node).give(folio.pages);
            folio.node = node;
        }
        return node;
    }

    /** A page that the target's pool had not comes from its free memory, and the pool it leaves gets smaller. */
    private int moveHugetlb() {
        HugetlbPool from = machine.node(folio.node).hugetlb;
        for (int node : memory.order(target)) {
            HugetlbPool to = machine.node(node).hugetlb;
            boolean pooled = to.free() > 0;
            if (to.takeOrGrow()) {
                from.give();
                if (!pooled) {
                    from.shrinkFree();
                }
                folio.node = node;
                return node;
            }
        }
        return Answer.ENOMEM;
    }
}
