package io.numamigrator.sim.proc;

import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Backing.OfFile;
import io.numamigrator.sim.mm.FileSystem;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.SimulatedFile;
import io.numamigrator.sim.mm.Vma;
import java.util.stream.LongStream;

/**
 * What a process has in memory, in base pages, by kind, as its status counts it.
 *
 * <p>For a thread that is alone in the machine.
 */
final class ResidentPages {

    private final AddressSpace space;

    long anonymous;
    long ofFiles;
    long shmem;
    long swapped;
    long hugetlb;

    ResidentPages(AddressSpace space) {
        this.space = space;
        for (Vma area : space.areas()) {
            long from = space.geometry.page(area.start());
            long to = space.geometry.page(area.end());
            if (space.table.hasOthers(from, to)) {
                space.table.eachRun(from, to, (page, count, entry) -> count(area, page, count, entry));
            } else {
                countPlain(from, to);
            }
        }
    }

    private void countPlain(long from, long to) {
        long[] plain = new long[space.machine.nodeIds()];
        space.table.countPlain(from, to, plain);
        anonymous += LongStream.of(plain).sum();
        swapped += space.table.count(from, to, Pte.SWAPPED);
    }

    private void count(Vma area, long from, long count, int entry) {
        switch (Pte.kind(entry)) {
            case Pte.ZERO -> {
                // no memory of anybody
            }
            case Pte.SWAPPED -> swapped += count;
            case Pte.RARE -> {
                for (long page = from; page < from + count; page++) {
                    count(area, space.folio(page));
                }
            }
            default -> anonymous += count;
        }
    }

    private void count(Vma area, Folio folio) {
        switch (folio.kind) {
            case HUGETLB -> hugetlb++;
            case RESERVED, ZONE_DEVICE -> {
                // the kernel's and the device's own
            }
            case ORDINARY, MERGED -> {
                if (folio.cache == null) {
                    anonymous++;
                } else if (area.backing() instanceof OfFile(SimulatedFile file)
                        && file.fileSystem == FileSystem.SHMEM) {
                    shmem++;
                } else {
                    ofFiles++;
                }
            }
        }
    }
}
