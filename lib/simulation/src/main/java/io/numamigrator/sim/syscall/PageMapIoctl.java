package io.numamigrator.sim.syscall;

import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.version.KernelSwitch;
import java.lang.foreign.MemorySegment;

/** PAGEMAP_SCAN of an open /proc/PID/pagemap (do_pagemap_scan in fs/proc/task_mmu.c): SEMANTICS 13.8. */
final class PageMapIoctl {

    private final AddressSpace space;
    private final Geometry geometry;

    PageMapIoctl(AddressSpace space) {
        this.space = space;
        this.geometry = space.geometry;
    }

    /** Returns how many regions were written, or a negative errno. */
    long scan(MemorySegment argument, MemorySegment regions) {
        if (!space.machine.kernel().has(KernelSwitch.PAGEMAP_SCAN)) {
            return NegativeErrno.ENOTTY;
        }
        if (UserArray.isNull(argument) || argument.byteSize() < ScanArgument.BYTES) {
            return NegativeErrno.EFAULT;
        }
        ScanArgument asked = ScanArgument.read(argument, geometry);
        int refusal = asked.refusal(space.machine.kernel(), geometry);
        if (refusal != 0) {
            return refusal;
        }
        Walk walk = new Walk(asked, new ScanRegions(asked, regions));
        long result = walk.all();
        if (argument.isReadOnly()) {
            return NegativeErrno.EFAULT;
        }
        ScanArgument.writeWalkEnd(argument, walk.end == 0 ? asked.end() : walk.end);
        return result;
    }

    /** One call under way. */
    private final class Walk {

        private final ScanArgument asked;
        private final ScanRegions found;
        private final PageCategories categories;

        /** Where the last round stopped early; it stays so if a later round does not: SEMANTICS 13.8. */
        private long end;

        Walk(ScanArgument asked, ScanRegions found) {
            this.asked = asked;
            this.found = found;
            this.categories = new PageCategories(space, asked.asksForWrittenAlone());
        }

        long all() {
            for (long from = asked.start(); from < asked.end(); from = end) {
                int stopped = round(from);
                if (!found.flush()) {
                    return NegativeErrno.EFAULT;
                }
                if (stopped != NegativeErrno.ENOSPC) {
                    return stopped == 0 ? found.count() : stopped;
                }
                if (!found.hasRoom()) {
                    break;
                }
            }
            return found.count();
        }

        /** Walks until the end of the range; returns ENOSPC where it stops before, noting where, and EPERM where it may not look. */
        private int round(long from) {
            for (Vma area : space.areas(from, asked.end())) {
                if ((asked.flags() & ScanArgument.CHECK_WPASYNC) != 0) {
                    return NegativeErrno.EPERM;
                }
                boolean looks = (asked.flags() & ScanArgument.WP_MATCHING) == 0 && categories.areScanned(area)
                        && asked.mayHold(categories.ofArea());
                if (looks && !area(area, Math.max(from, area.start()), area.endBelow(asked.end()))) {
                    return NegativeErrno.ENOSPC;
                }
            }
            return 0;
        }

        private boolean area(Vma area, long from, long to) {
            long limit = geometry.page(to);
            for (long page = geometry.page(from); page < limit;) {
                int entry = space.table.entry(page);
                long next = categories.endOfAlike(page, entry, limit);
                long said = categories.ofArea() | categories.ofPage(area, page, entry);
                if (asked.asksFor(said)) {
                    long taken = found.take(geometry.address(page), next - page, geometry.pageSize(),
                            said & asked.returned());
                    if (taken < next - page) {
                        end = geometry.address(page + taken);
                        return false;
                    }
                }
                page = next;
            }
            return true;
        }
    }
}
