package io.numamigrator.placement;

import io.numamigrator.MemoryRange;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.Vma;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Plans as text, and where pages are, for tests. */
final class Plans {

    static final String HEADER = "{\"format\":\"numa-migrator-plan\",\"version\":1,\"createdBy\":\"test\","
            + "\"time\":\"2026-11-28T11:30:00Z\",\"topology\":\"sha256:00\",\"pageBytes\":4096,"
            + "\"process\":{\"pid\":4711,\"start\":42}}";

    private Plans() {}

    static String text(PlacementPlan plan) {
        try {
            StringWriter text = new StringWriter();
            plan.write(text);
            return text.toString();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static PlacementPlan read(String text) throws IOException {
        return PlacementPlan.read(new StringReader(text));
    }

    static PlacementPlan again(PlacementPlan plan) {
        try {
            return read(text(plan));
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    /** Returns an entry without an area of its own: it is its own area. */
    static PlanEntry entry(long start, long pages, int target) {
        MemoryRange range = new MemoryRange(start, pages * 4096);
        return new PlanEntry(range, new Vma.Mapping(range, "rw-p", 0, "", java.util.Optional.empty()),
                new Expected.Anywhere(), target, "", 0);
    }

    static PlacementPlan of(PlanEntry... entries) throws IOException {
        return new PlacementPlan(read(HEADER).header(), List.of(entries));
    }

    /** Returns the node of every page that the process has, by address. */
    static Map<Long, Integer> pages(NumaMigrator numa, NumaProcess process) {
        Map<Long, Integer> pages = new TreeMap<>();
        List<MemoryRange> ranges = new ArrayList<>();
        process.mappings().forEach(area -> ranges.add(area.range()));
        process.locate(ranges).entries().forEach(page -> pages.put(page.address(),
                page.status() instanceof io.numamigrator.PageStatus.On(int node) ? node : -1));
        return pages;
    }
}
