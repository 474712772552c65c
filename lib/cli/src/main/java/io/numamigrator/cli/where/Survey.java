package io.numamigrator.cli.where;

import io.numamigrator.MemoryRange;
import io.numamigrator.NumaProcess;
import io.numamigrator.Vma;
import io.numamigrator.cli.where.MemoryPicture.Row;
import io.numamigrator.cli.where.MemoryPicture.Source;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the memory of a process by kind and node.
 *
 * <p>The counts of numa_maps are taken for every VMA that holds one kind of memory. Where the layout says that a VMA holds
 * several, or where every page is to be asked for, move_pages says where each page is.
 */
public final class Survey {

    private final List<Vma> areas;
    private final AreaKinds kinds;
    private final Layout layout;
    private final boolean everyPage;
    private final PageCount pages;
    private final Map<MemoryKind, NodeBytes> bytes = new EnumMap<>(MemoryKind.class);
    private final Map<MemoryKind, Integer> pieces = new EnumMap<>(MemoryKind.class);
    private int counted;
    private int asked;

    /** The outcome: a row for each kind, and how it was counted. */
    public record Result(List<Row> rows, Source source) {}

    private Survey(
            NumaProcess process, List<Vma> areas, AreaKinds kinds, Layout layout, boolean everyPage,
            Progress progress) {
        this.areas = areas;
        this.kinds = kinds;
        this.layout = layout;
        this.everyPage = everyPage;
        long total = areas.stream().filter(this::isAskedFor).mapToLong(Survey::length).sum();
        this.pages = new PageCount(process, progress, total);
    }

    /**
     * Count.
     *
     * @param areas the VMAs of the process, read a moment ago
     * @param everyPage whether to ask for every page
     */
    public static Result of(
            NumaProcess process, List<Vma> areas, AreaKinds kinds, Layout layout, boolean everyPage,
            Progress progress) {
        return new Survey(process, areas, kinds, layout, everyPage, progress).run();
    }

    private Result run() {
        for (Vma area : areas) {
            if (isAskedFor(area)) {
                ask(area);
                asked++;
            } else {
                add(wholeKind(area), area.bytesByNode());
                counted++;
            }
        }
        List<Row> rows = new ArrayList<>();
        bytes.forEach((kind, sum) -> rows.add(new Row(kind, pieces.getOrDefault(kind, 0), sum)));
        return new Result(rows, new Source(areas.size(), counted, asked));
    }

    /** Return whether an area has pages and more than one kind of memory, or has to be asked for anyway. */
    private boolean isAskedFor(Vma area) {
        if (area.mapping().isEmpty() || area.bytes() == 0) {
            return false;
        }
        return everyPage || !isOneKind(area);
    }

    private boolean isOneKind(Vma area) {
        MemoryRange range = area.mapping().orElseThrow().range();
        List<Layout.Piece> known = layout.within(range);
        return known.isEmpty() || known.size() == 1 && known.getFirst().range().equals(range);
    }

    private MemoryKind wholeKind(Vma area) {
        if (area.mapping().isEmpty()) {
            return kinds.of(area);
        }
        List<Layout.Piece> known = layout.within(area.mapping().get().range());
        return known.isEmpty() ? kinds.of(area) : known.getFirst().kind();
    }

    private void ask(Vma area) {
        MemoryRange range = area.mapping().orElseThrow().range();
        for (Layout.Piece piece : layout.within(range)) {
            ask(piece.range(), piece.kind());
        }
        for (MemoryRange gap : layout.gaps(range)) {
            ask(gap, kinds.of(area));
        }
    }

    private void ask(MemoryRange range, MemoryKind kind) {
        pages.add(range, sumOf(kind));
    }

    private void add(MemoryKind kind, Map<Integer, Long> byNode) {
        sumOf(kind).add(byNode);
    }

    private NodeBytes sumOf(MemoryKind kind) {
        pieces.merge(kind, 1, Integer::sum);
        return bytes.computeIfAbsent(kind, none -> new NodeBytes());
    }

    private static long length(Vma area) {
        return area.mapping().map(mapping -> mapping.range().bytes()).orElse(0L);
    }
}
