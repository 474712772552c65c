package io.numamigrator.sim.proc;

import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Backing;
import io.numamigrator.sim.mm.FileSystem;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.SimulatedFile;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.task.ProcessTable;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/** What the memory of each node is used for, in base pages, as meminfo counts it; to be asked alone in the machine. */
final class NodeUsage {

    private final long[] anonymous;
    private final long[] anonymousHuge;
    private final long[] ofFiles;
    private final long[] shmem;
    private final long[] mapped;
    private final Set<Folio> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    NodeUsage(ProcessTable processes) {
        int nodes = processes.machine().nodeIds();
        anonymous = new long[nodes];
        anonymousHuge = new long[nodes];
        ofFiles = new long[nodes];
        shmem = new long[nodes];
        mapped = new long[nodes];
        Set<SimulatedFile> files = new LinkedHashSet<>(processes.files().all());
        processes.all().stream().map(task -> task.process.space()).filter(Objects::nonNull).distinct()
                .forEach(space -> count(space, files));
        files.forEach(file -> file.cache.folios().forEach(folio -> cached(file, folio)));
    }

    private void count(AddressSpace space, Set<SimulatedFile> files) {
        for (Vma area : space.areas()) {
            if (area.backing() instanceof Backing.OfFile(SimulatedFile file)) {
                files.add(file);
            }
            space.table.eachRun(space.geometry.page(area.start()), space.geometry.page(area.end()),
                    (page, count, entry) -> run(space, page, count, entry));
        }
    }

    private void run(AddressSpace space, long from, long count, int entry) {
        if (Pte.isOwn(entry)) {
            anonymous[Pte.node(entry)] += count;
            anonymousHuge[Pte.node(entry)] += Pte.isHuge(entry) ? count : 0;
        } else if (Pte.kind(entry) == Pte.RARE) {
            for (long page = from; page < from + count; page++) {
                Folio folio = space.folio(page);
                if (seen.add(folio)) {
                    mapped(folio);
                }
            }
        }
    }

    private void mapped(Folio folio) {
        switch (folio.kind) {
            case HUGETLB, RESERVED, ZONE_DEVICE -> {
                // counted elsewhere, or not memory of a node
            }
            case ORDINARY, MERGED -> {
                BitSet parts = new BitSet();
                folio.mappings().forEach(each -> parts.set(each.part(), each.part() + each.count()));
                if (folio.cache != null) {
                    mapped[folio.node] += parts.cardinality();
                } else {
                    anonymous[folio.node] += parts.cardinality();
                    anonymousHuge[folio.node] += folio.isLarge() ? parts.cardinality() : 0;
                }
            }
        }
    }

    private void cached(SimulatedFile file, Folio folio) {
        if (folio.kind == Folio.Kind.ORDINARY) {
            ofFiles[folio.node]++;
            shmem[folio.node] += file.fileSystem == FileSystem.SHMEM ? 1 : 0;
        }
    }

    /** Return the anonymous pages that somebody has mapped. */
    long anonymous(int node) {
        return anonymous[node];
    }

    /** Return how many of those are in transparent huge pages. */
    long anonymousHuge(int node) {
        return anonymousHuge[node];
    }

    /** Return the pages of files that are in memory, mapped or not. */
    long ofFiles(int node) {
        return ofFiles[node];
    }

    /** Return how many of those are of files in memory, as shared anonymous memory is. */
    long shmem(int node) {
        return shmem[node];
    }

    /** Return the pages of files that somebody has mapped. */
    long mapped(int node) {
        return mapped[node];
    }
}
