package io.numamigrator.sim.proc;

import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.Vma;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pages of one area as numa_maps counts them: base pages, or huge pages of a hugetlb area.
 *
 * <p>For a thread that is alone in the machine. Zero pages and the kernel's own are not counted. Every page counts as active: here nothing ages.
 */
final class AreaCounts {

    private final AddressSpace space;
    private final Vma area;

    long pages;
    long anonymous;
    long dirty;
    long writeback;
    long mostMapped;
    final Map<Integer, Long> byNode = new TreeMap<>();

    AreaCounts(AddressSpace space, Vma area) {
        this.space = space;
        this.area = area;
        long from = space.geometry.page(area.start());
        long to = space.geometry.page(area.end());
        if (space.table.hasOthers(from, to)) {
            space.table.eachRun(from, to, this::run);
        } else {
            long[] plain = new long[space.machine.nodeIds()];
            space.table.countPlain(from, to, plain);
            for (int node = 0; node < plain.length; node++) {
                addOwn(node, plain[node]);
            }
        }
    }

    private void run(long from, long count, int entry) {
        if (Pte.isOwn(entry)) {
            addOwn(Pte.node(entry), count);
        } else if (Pte.kind(entry) == Pte.RARE) {
            int step = area.isHugetlb() ? space.geometry.pagesPerTable() : 1;
            for (long page = from; page < from + count; page += step) {
                folio(space.folio(page), page);
            }
        }
    }

    private void folio(Folio folio, long page) {
        switch (folio.kind) {
            case RESERVED, ZONE_DEVICE -> {
                // no page that belongs to a node's allocator
            }
            case ORDINARY, HUGETLB, MERGED -> {
                int part = part(folio, page);
                add(folio.node, 1);
                anonymous += folio.cache == null ? 1 : 0;
                dirty += folio.isDirty(part, space) ? 1 : 0;
                writeback += folio.writeback ? 1 : 0;
                mostMapped = Math.max(mostMapped, folio.mapcount(part));
            }
        }
    }

    /** Return the part whose mappings count: of a huge page that is mapped whole, its first. */
    private int part(Folio folio, long page) {
        for (Folio.Mapping mapping : folio.mappings()) {
            if (mapping.space() == space && page >= mapping.page() && page < mapping.page() + mapping.count()) {
                boolean whole = mapping.count() == folio.pages;
                return whole ? mapping.part() : mapping.part() + (int) (page - mapping.page());
            }
        }
        throw new IllegalStateException("a folio that is not mapped here");
    }

    private void addOwn(int node, long count) {
        if (count > 0) {
            add(node, count);
            anonymous += count;
            dirty += count;
            mostMapped = Math.max(mostMapped, 1);
        }
    }

    private void add(int node, long count) {
        pages += count;
        byNode.merge(node, count, Long::sum);
    }
}
