package io.numamigrator.sim.mm;

import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.version.KernelSwitch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The memory of one process: its areas, its page tables, and what is to be said of rare pages. */
public final class AddressSpace {

    /** Where areas go that nobody placed, from here downwards. */
    private static final long TOP = 0x7000_0000_0000L;

    /** Bytes of the largest area that nobody placed. */
    public static final long MOST_ROOM = 1L << 46;

    public final Machine machine;
    public final Geometry geometry;
    public final PageTable table;

    /** Later ones have greater numbers, children than their parents. */
    public final long number;

    private final NavigableMap<Long, Vma> areas = new TreeMap<>();
    private final Map<Long, Folio> rare = new HashMap<>();
    private long nextTop = TOP;
    private int anonVmas;

    public AddressSpace(Machine machine) {
        this.machine = machine;
        this.geometry = machine.geometry();
        this.table = new PageTable(geometry);
        this.number = machine.nextSpace();
    }

    /** Return the first area that ends above an address: the one it lies in, or the next above. */
    @Nullable Vma find(long address) {
        if (address < 0) {
            return null;
        }
        Map.Entry<Long, Vma> below = areas.floorEntry(address);
        if (below != null && address < below.getValue().end()) {
            return below.getValue();
        }
        Map.Entry<Long, Vma> above = areas.higherEntry(address);
        return above == null ? null : above.getValue();
    }

    /** Return the area that an address lies in. */
    public @Nullable Vma at(long address) {
        Vma found = find(address);
        return found != null && found.contains(address) ? found : null;
    }

    public List<Vma> areas() {
        return List.copyOf(areas.values());
    }

    /** Return the areas that overlap {@code [from, to)}, whole. */
    public List<Vma> areas(long from, long to) {
        List<Vma> found = new ArrayList<>();
        for (Vma area = find(from); area != null && Long.compareUnsigned(area.start(), to) < 0;
                area = find(area.end())) {
            found.add(area);
        }
        return found;
    }

    /** Find room for {@code bytes}, below everything that was given out before, at a multiple of {@code alignment}. */
    public long findRoom(long bytes, long alignment) {
        long start = nextTop;
        do {
            start = (start - bytes - geometry.pageSize()) & -alignment;
        } while (!areas(start, start + bytes).isEmpty());
        nextTop = start;
        return start;
    }

    /** Give out room where another space would. */
    void placeBelow(AddressSpace other) {
        nextTop = other.nextTop;
    }

    /** Put an area in, in place of whatever was there. */
    public void map(Vma area) {
        unmap(area.start(), area.end());
        areas.put(area.start(), area);
        join(area.start(), area.end());
    }

    public void unmap(long from, long to) {
        for (Vma area : cut(from, to)) {
            new Zap(this).free(geometry.page(area.start()), geometry.page(area.end()));
            areas.remove(area.start());
        }
    }

    /** What becomes of an area. */
    public interface Change {
        Vma of(Vma area);
    }

    /** Change all areas, each by itself: what becomes alike stays apart until one of the two is changed again. */
    public void changeEach(Change change) {
        areas.replaceAll((start, area) -> change.of(area));
    }

    /**
     * Change the areas inside {@code [from, to)}, cut at its ends, and join what has become alike.
     *
     * <p>What is so already is left alone, and not cut: a huge page that lies across an end stays mapped by one entry.
     *
     * @return the areas that were changed, whole and as they were
     */
    public List<Vma> change(long from, long to, Change change) {
        List<Vma> others = areas(from, to).stream().filter(area -> !change.of(area).equals(area)).toList();
        others.forEach(area -> changeInside(Math.max(from, area.start()), area.endBelow(to), change));
        return others;
    }

    private void changeInside(long from, long to, Change change) {
        for (Vma area : cut(from, to)) {
            areas.put(area.start(), change.of(area));
        }
        join(from, to);
    }

    private int anonVmaFor(Vma area) {
        Map.Entry<Long, Vma> below = areas.lowerEntry(area.start());
        Map.Entry<Long, Vma> above = areas.higherEntry(area.start());
        if (above != null && above.getValue().anonVma() > 0
                && area.withAnonVma(above.getValue().anonVma()).lendsAnonVma(above.getValue(), geometry)) {
            return above.getValue().anonVma();
        }
        return below != null && below.getValue().lendsAnonVma(area, geometry)
                ? below.getValue().anonVma()
                : ++anonVmas;
    }

    /** Put in a parent's area: its own pages there will hang on something of its own, but on the parent's, too. */
    void inherit(Vma area) {
        areas.put(area.start(), area.hasAnonVma() ? area.withAnonVma(-++anonVmas) : area);
    }

    /** Note that the area at an address has had a page of its own. */
    public void gainAnonVma(long address) {
        Vma area = at(address);
        if (area != null && !area.hasAnonVma()) {
            areas.put(area.start(), area.withAnonVma(anonVmaFor(area)));
        }
    }

    /** Cut areas at both ends of a range, and return those inside. */
    private List<Vma> cut(long from, long to) {
        cutAt(from);
        cutAt(to);
        return areas(from, to);
    }

    private void cutAt(long address) {
        Vma area = at(address);
        if (area != null && area.start() < address) {
            if (!area.isHugetlb()) {
                new HugeSplit(this).splitEntryAt(geometry.page(address));
            }
            areas.put(area.start(), area.part(area.start(), address, geometry));
            areas.put(address, area.part(address, area.end(), geometry));
        }
    }

    /** Join what lies in {@code [from, to)} with what touches it; those that touch are not joined with others. */
    private void join(long from, long to) {
        Map.Entry<Long, Vma> left = areas.lowerEntry(from);
        Map.Entry<Long, Vma> entry = left != null ? left : areas.ceilingEntry(from);
        while (entry != null && entry.getKey() < to && entry.getValue().end() <= to) {
            Vma area = entry.getValue();
            Map.Entry<Long, Vma> next = areas.higherEntry(area.start());
            if (next == null) {
                return;
            }
            if (area.continues(next.getValue(), geometry) && share(area, next.getValue(), next.getKey() < to)) {
                areas.remove(next.getKey());
                areas.put(area.start(), area.joined(next.getValue()));
                entry = areas.floorEntry(area.start());
            } else {
                entry = next;
            }
        }
    }

    /** Tell whether pages of both may hang on the same: until Linux 6.15 the one that was changed may not bring it along. */
    private boolean share(Vma below, Vma above, boolean aboveIsChanged) {
        Vma changed = aboveIsChanged ? above : below;
        Vma other = aboveIsChanged ? below : above;
        return other.takesOver(changed)
                || machine.kernel().has(KernelSwitch.CHANGED_AREA_TAKES_OVER) && changed.takesOver(other);
    }

    /** Return the folio of a page whose entry is {@link Pte#RARE}. */
    public Folio folio(long page) {
        Folio folio = folioOrNull(page);
        return Objects.requireNonNull(folio, () -> "no folio at 0x" + Long.toHexString(geometry.address(page)));
    }

    /** Return the folio kept for a page: of a rare entry, or of a swapped one that is shared. */
    public @Nullable Folio folioOrNull(long page) {
        Folio folio = rare.get(page);
        return folio != null ? folio : Pte.isHuge(table.entry(page)) ? rare.get(geometry.headOf(page)) : null;
    }

    /** Map a folio: {@code count} base pages from {@code part} on, by one huge entry if that is the whole of a huge page. */
    public void mapFolio(Folio folio, long page, int part, int count) {
        folio.map(new Folio.Mapping(this, page, part, count));
        rare.put(page, folio);
        boolean huge = count == geometry.pagesPerTable();
        table.fill(page, page + count, Pte.RARE | (huge ? Pte.HUGE : 0));
    }

    /** Forget the folio of a page; the entry is the caller's to set. */
    void forget(Folio folio, long page) {
        rare.remove(page);
        folio.unmap(this, page);
    }

    void keepSwapped(Folio folio, long page) {
        rare.put(page, folio);
    }

    public void dropSwapped(long page) {
        rare.remove(page);
    }
}
