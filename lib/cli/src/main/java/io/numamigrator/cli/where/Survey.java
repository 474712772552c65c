package io.numamigrator.cli.where;

import io.numamigrator.MemoryRange;
import io.numamigrator.Vma;
import io.numamigrator.cli.where.MemoryPicture.Area;
import io.numamigrator.cli.where.MemoryPicture.Row;
import io.numamigrator.cli.where.MemoryPicture.Source;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts the memory of processes by kind and node.
 *
 * <p>The counts of numa_maps are taken for every VMA that holds one kind of memory. Where the layout says that a VMA holds
 * several, where it shows pages of a file that another VMA shows, too, or where every page is to be asked for, move_pages says where
 * each page is.
 */
public final class Survey {

    private final List<Part> parts;
    private final SharedFiles files;
    private final boolean everyPage;
    private final PageCount pages;
    private final Map<MemoryKind, NodeBytes> bytes = new EnumMap<>(MemoryKind.class);
    private final Map<MemoryKind, Long> swapped = new EnumMap<>(MemoryKind.class);
    private final Map<MemoryKind, Integer> pieces = new EnumMap<>(MemoryKind.class);
    private final List<Area> found = new ArrayList<>();
    private long again;
    private int uncounted;
    private int counted;
    private int asked;

    /**
     * The outcome.
     *
     * @param rows a row for each kind
     * @param areas all areas
     * @param source how they were counted
     * @param again mapped bytes that had been counted in another area
     * @param uncounted areas of huge pages whose size the kernel does not tell
     */
    public record Result(List<Row> rows, List<Area> areas, Source source, long again, int uncounted) {}

    private Survey(List<Part> parts, SharedFiles files, boolean everyPage, Progress progress) {
        this.parts = parts;
        this.files = files;
        this.everyPage = everyPage;
        long total = 0;
        for (Part part : parts) {
            total += part.areas().stream().filter(area -> isAskedFor(part, area)).mapToLong(Survey::length).sum();
        }
        this.pages = new PageCount(progress, total);
    }

    /**
     * Count.
     *
     * @param files the files of all areas
     * @param everyPage whether to ask for every page
     */
    public static Result of(List<Part> parts, SharedFiles files, boolean everyPage, Progress progress) {
        return new Survey(parts, files, everyPage, progress).run();
    }

    private Result run() {
        for (Part part : parts) {
            part.areas().forEach(area -> add(part, area));
        }
        List<Row> rows = new ArrayList<>();
        bytes.forEach((kind, sum) -> rows
                .add(new Row(kind, pieces.getOrDefault(kind, 0), sum, swapped.getOrDefault(kind, 0L))));
        return new Result(rows, found, new Source(found.size(), counted, asked), again, uncounted);
    }

    /** Return whether the kernel tells how large the pages of an area are, or there is none. */
    public static boolean isCountable(Vma area) {
        return area.pageBytes().isPresent() || area.counts().mapped() == 0;
    }

    private void add(Part part, Vma area) {
        NodeBytes here = new NodeBytes();
        Set<MemoryKind> kinds = EnumSet.noneOf(MemoryKind.class);
        if (isAskedFor(part, area)) {
            ask(part, area, here, kinds);
            asked++;
        } else {
            MemoryKind kind = wholeKind(part, area);
            kinds.add(kind);
            NodeBytes sum = sumOf(kind);
            if (isCountable(area)) {
                sum.add(area.bytesByNode());
                here.add(area.bytesByNode());
            } else {
                uncounted++;
            }
            counted++;
        }
        long out = part.swapped(area);
        // Of an area with several kinds nobody knows which of them is swapped: it is said of what is not known better.
        swapped.merge(kinds.size() == 1 ? kinds.iterator().next() : part.kinds().of(area), out, Long::sum);
        found.add(new Area(part.pid(), area, kinds, here, out));
    }

    /** Return whether an area has pages and more than one kind of memory, or has to be asked for anyway. */
    private boolean isAskedFor(Part part, Vma area) {
        if (area.mapping().isEmpty() || !isCountable(area) && !everyPage || area.counts().mapped() == 0) {
            return false;
        }
        return everyPage || files.isShownAgain(area) || !isOneKind(part, area);
    }

    private static boolean isOneKind(Part part, Vma area) {
        MemoryRange range = area.mapping().orElseThrow().range();
        List<Layout.Piece> known = part.layout().within(range);
        return known.isEmpty() || known.size() == 1 && known.getFirst().range().equals(range);
    }

    private static MemoryKind wholeKind(Part part, Vma area) {
        if (area.mapping().isEmpty()) {
            return part.kinds().of(area);
        }
        List<Layout.Piece> known = part.layout().within(area.mapping().get().range());
        return known.isEmpty() ? part.kinds().of(area) : known.getFirst().kind();
    }

    private void ask(Part part, Vma area, NodeBytes here, Set<MemoryKind> kinds) {
        MemoryRange range = area.mapping().orElseThrow().range();
        for (Layout.Piece piece : part.layout().within(range)) {
            kinds.add(piece.kind());
            ask(part, area, piece.range(), piece.kind(), here);
        }
        for (MemoryRange gap : part.layout().gaps(range)) {
            kinds.add(part.kinds().of(area));
            ask(part, area, gap, part.kinds().of(area), here);
        }
        if (files.isShownAgain(area) && isCountable(area)) {
            again += Math.max(0, area.bytes() - here.total());
        }
    }

    private void ask(Part part, Vma area, MemoryRange range, MemoryKind kind, NodeBytes here) {
        NodeBytes answer = new NodeBytes();
        if (files.isShownAgain(area)) {
            pages.addOnce(part.process(), area, range, files, answer);
        } else {
            pages.add(part.process(), range, answer);
        }
        sumOf(kind).add(answer.byNode());
        here.add(answer.byNode());
    }

    private NodeBytes sumOf(MemoryKind kind) {
        pieces.merge(kind, 1, Integer::sum);
        return bytes.computeIfAbsent(kind, none -> new NodeBytes());
    }

    private static long length(Vma area) {
        return area.mapping().map(mapping -> mapping.range().bytes()).orElse(0L);
    }
}
