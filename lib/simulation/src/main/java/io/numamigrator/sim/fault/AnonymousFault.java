package io.numamigrator.sim.fault;

import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.FolioBinding;
import io.numamigrator.sim.mm.HugeSplit;
import io.numamigrator.sim.mm.PageTable;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.mm.Zap;
import io.numamigrator.sim.policy.Policy;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** First touch of private anonymous memory, and the copies that are made when a shared page is written. */
final class AnonymousFault {

    private final Vma area;
    private final boolean write;
    private final Machine machine;
    private final AddressSpace space;
    private final PageTable table;
    private final Geometry geometry;
    private final PageAllocator allocator;
    private final @Nullable Policy policy;

    AnonymousFault(Task task, Vma area, boolean write) {
        this.area = area;
        this.write = write;
        this.machine = task.process.machine();
        this.space = task.process.requireSpace();
        this.table = space.table;
        this.geometry = space.geometry;
        this.allocator = new PageAllocator(task);
        this.policy = allocator.policyFor(area, geometry.page(area.start()));
    }

    void touch(long from, long to) {
        for (long page = from; page < to;) {
            int entry = table.entry(page);
            long end = table.endOfRun(page, to);
            page = touchRun(page, end, entry);
        }
    }

    /** Touch the start of a run of equal entries, and return how far it came. */
    private long touchRun(long page, long end, int entry) {
        switch (Pte.kind(entry)) {
            case Pte.NONE -> {
                return fresh(page, end);
            }
            case Pte.ZERO -> {
                return write ? writeZero(page, end) : end;
            }
            case Pte.SWAPPED -> swapIn(page, end);
            case Pte.RARE -> {
                return touchRare(page, end, entry);
            }
            default -> {
                // it is there already
            }
        }
        return end;
    }

    /** Write to zero pages: the huge one gives way to a huge page since Linux 6.13, to a base page before. */
    private long writeZero(long page, long end) {
        long head = geometry.headOf(page);
        long limit = head + geometry.pagesPerTable();
        if (machine.kernel().has(KernelSwitch.HUGE_ZERO_BECOMES_HUGE)
                && mayBeHuge(head, limit, Pte.ZERO | Pte.HUGE)) {
            long last = Math.min(end, limit);
            table.fill(head, limit, Pte.NONE);
            freshHuge(head, page, last);
            return last;
        }
        if (Pte.isHuge(table.entry(page))) {
            table.fill(head, limit, Pte.ZERO);
        }
        long last = hugeIsPossible() ? Math.min(end, limit) : end;
        table.fill(page, last, Pte.NONE);
        allocate(page, last);
        return last;
    }

    private long fresh(long page, long end) {
        long head = geometry.headOf(page);
        long limit = head + geometry.pagesPerTable();
        if (mayBeHuge(head, limit, Pte.NONE)) {
            long last = Math.min(end, limit);
            freshHuge(head, page, last);
            return last;
        }
        long last = hugeIsPossible() ? Math.min(end, limit) : end;
        if (write || machine.kernel().has(KernelSwitch.NO_ZERO_PAGE)) {
            space.gainAnonVma(area.start());
            allocate(page, last);
        } else {
            table.fill(page, last, Pte.ZERO);
        }
        return last;
    }

    /** Tell whether the area may get transparent huge pages. */
    private boolean hugeIsPossible() {
        return machine.kernel().has(KernelSwitch.THP)
                && area.isAnonymous()
                && area.huge() != Vma.HugeAdvice.NO_HUGE
                && switch (machine.spec().hugePages()) {
                    case ALWAYS -> true;
                    case MADVISE -> area.huge() == Vma.HugeAdvice.HUGE;
                    case NEVER -> false;
                };
    }

    private boolean mayBeHuge(long head, long limit, int present) {
        return hugeIsPossible()
                && geometry.address(head) >= area.start()
                && geometry.address(limit) <= area.end()
                && table.entry(head) == present
                && table.endOfRun(head, limit) == limit;
    }

    private void freshHuge(long head, long from, long to) {
        int pages = geometry.pagesPerTable();
        space.gainAnonVma(area.start());
        if (!write) {
            table.fill(head, head + pages, Pte.ZERO | Pte.HUGE);
            return;
        }
        int[] order = order(head, geometry.tableShift());
        int node = order[0];
        if (!machine.node(node).takeAll(pages)) {
            allocate(from, to);
            return;
        }
        allocator.count(node, node, pages);
        if (to - from == pages) {
            table.fill(head, head + pages, ownKind() | Pte.HUGE | node);
            return;
        }
        Folio folio = new Folio(node, pages);
        folio.dirty = true;
        folio.written = new BitSet();
        folio.written.set((int) (from - head), (int) (to - head));
        space.mapFolio(folio, head, 0, pages);
    }

    private int ownKind() {
        return area.isAccessible() ? Pte.PLAIN : Pte.PROT_NONE;
    }

    private int[] order(long page, int order) {
        return policy != null && policy.interleaves()
                ? allocator.order(policy, area.interleaveIndex(page, order, geometry))
                : allocator.order(policy);
    }

    /** Give each page of {@code [from, to)}, where nothing stands, memory of its own. */
    private void allocate(long from, long to) {
        if (policy != null && policy.interleaves()) {
            for (long page = from; page < to; page++) {
                allocate(page, page + 1, order(page, 0));
            }
        } else {
            allocate(from, to, allocator.order(policy));
        }
    }

    private void allocate(long from, long to, int[] order) {
        long at = from;
        do {
            for (int node : order) {
                long got = machine.node(node).take(to - at);
                if (got > 0) {
                    table.fill(at, at + got, ownKind() | node);
                    allocator.count(order[0], node, got);
                    at += got;
                }
                if (at == to) {
                    return;
                }
            }
        } while (allocator.reclaim(order));
        throw allocator.outOfMemory(order);
    }

    private void swapIn(long from, long to) {
        for (long page = from; page < to; page++) {
            Folio folio = space.folioOrNull(page);
            if (folio == null) {
                allocate(page, page + 1);
            } else {
                space.dropSwapped(page);
                if (folio.node < 0) {
                    folio.node = allocator.take(order(page, 0), 1);
                }
                space.mapFolio(folio, page, 0, 1);
            }
            machine.swap().give(1);
        }
    }

    private long touchRare(long page, long end, int entry) {
        Folio folio = space.folio(page);
        boolean huge = Pte.isHuge(entry);
        long limit = huge ? Math.min(end, geometry.headOf(page) + geometry.pagesPerTable()) : page + 1;
        if (!write) {
            return limit;
        }
        if (mustCopy(folio)) {
            copyOnWrite(folio, page, limit, huge);
            return limit;
        }
        folio.forked = false;
        int part = huge ? (int) (page - geometry.headOf(page)) : folio.mappingAt(space, page).part();
        if (huge) {
            folio.writtenWhole();
        } else {
            folio.written(part, part + 1);
        }
        if (folio.written != null) {
            Folio.Mapping mapping = folio.mappings().getFirst();
            folio.written.set(part, part + (int) (limit - page));
            forgetZeros(folio, mapping);
        }
        return limit;
    }

    private static void forgetZeros(Folio folio, Folio.Mapping mapping) {
        BitSet written = folio.written;
        if (written != null && written.cardinality() == folio.pages && mapping.count() == folio.pages) {
            folio.written = null;
            FolioBinding.undo(folio);
        }
    }

    /** Whoever else refers to a page after a fork may have got it from the child: since Linux 5.8 the writer gets a copy then. */
    private boolean mustCopy(Folio folio) {
        boolean mayBeHeld = folio.forked && folio.pins > 0 && machine.kernel().has(KernelSwitch.PINNED_IS_COPIED);
        return mayBeHeld || folio.kind == Folio.Kind.MERGED
                || folio.mappings().stream().anyMatch(m -> folio.mapcount(m.part()) > 1);
    }

    private void copyOnWrite(Folio folio, long page, long limit, boolean huge) {
        if (huge) {
            // Since Linux 5.8 a write to a shared huge page maps it by single entries, and copies one of them.
            new HugeSplit(space).splitEntry(page);
        }
        for (long at = page; at < limit; at++) {
            new Zap(space).release(folio, at);
            table.set(at, Pte.NONE);
            allocate(at, at + 1);
        }
    }
}
