package io.numamigrator.sim.migrate;

import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.FolioBinding;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.Zap;
import io.numamigrator.sim.version.MigrationStep;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Pages taken off the LRU lists to be migrated, in order: runs of a process's own base pages, its own huge pages, and folios.
 *
 * <p>What stands in the list is marked as isolated, so nobody else takes it.
 */
public final class MigrationList {

    private static final int FIRST_CAPACITY = 64;

    final AddressSpace space;
    private long[] page = new long[FIRST_CAPACITY];
    private int[] count = new int[FIRST_CAPACITY];
    private int[] result = new int[FIRST_CAPACITY];
    private boolean[] open = new boolean[FIRST_CAPACITY];
    private @Nullable Folio[] folio = new @Nullable Folio[FIRST_CAPACITY];
    private int size;
    private boolean hasFolios;

    public MigrationList(AddressSpace space) {
        this.space = space;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Tell whether an entry with a folio may be among them. */
    boolean hasFolios() {
        return hasFolios;
    }

    /** Return the first page of entry {@code i}. */
    long page(int i) {
        return page[i];
    }

    /** Return the number of base pages of entry {@code i}. */
    int count(int i) {
        return count[i];
    }

    /** Return the folio of entry {@code i}, null if it is of pages that have none. */
    @Nullable Folio folio(int i) {
        return folio[i];
    }

    Folio requireFolio(int i) {
        return Objects.requireNonNull(folio[i], "an entry without a folio");
    }

    /** Return where the entry stands that is the first, second and so on if those of hugetlb pages come before all others. */
    IntUnaryOperator hugetlbFirst() {
        int hugetlb = 0;
        for (int i = 0; i < size && hasFolios; i++) {
            hugetlb += isHugetlb(i) ? 1 : 0;
        }
        if (hugetlb == 0) {
            return any -> any;
        }
        int[] order = new int[size];
        int first = 0;
        int other = hugetlb;
        for (int i = 0; i < size; i++) {
            order[isHugetlb(i) ? first++ : other++] = i;
        }
        return i -> order[i];
    }

    private boolean isHugetlb(int i) {
        Folio at = folio[i];
        return at != null && at.isHugetlb();
    }

    /** Show each entry to those who watch. */
    void see(MigrationStep step) {
        for (int i = 0; i < size; i++) {
            see(i, step);
        }
    }

    private void see(int i, MigrationStep step) {
        int node = requireFolio(i).node;
        space.machine.watchers().see(space.number, space.geometry.address(page[i]), step, 0, node, node, 0);
    }

    /** Return what became of entry {@code i}: a node, or a negative errno. */
    public int result(int i) {
        return result[i];
    }

    void setResult(int i, int nodeOrErrno) {
        result[i] = nodeOrErrno;
    }

    /** Add base pages of its own that were just marked as isolated, joined with the entry before if they follow it. */
    public void addOwn(long first, int pages) {
        if (size > 0 && open[size - 1] && page[size - 1] + count[size - 1] == first) {
            count[size - 1] += pages;
        } else {
            add(first, pages, null);
            open[size - 1] = true;
        }
    }

    /** Add one base or huge page of its own, as an entry by itself. */
    void addSingle(long head, int pages) {
        add(head, pages, null);
    }

    /** Mark a folio as isolated and add it. */
    void addFolio(Folio added, long at) {
        added.isolated = true;
        add(at, added.pages, added);
    }

    private void add(long first, int pages, @Nullable Folio added) {
        if (size == page.length) {
            page = Arrays.copyOf(page, size * 2);
            count = Arrays.copyOf(count, size * 2);
            result = Arrays.copyOf(result, size * 2);
            open = Arrays.copyOf(open, size * 2);
            folio = Arrays.copyOf(folio, size * 2);
        }
        page[size] = first;
        count[size] = pages;
        result[size] = 0;
        open[size] = false;
        folio[size] = added;
        hasFolios |= added != null;
        size++;
    }

    public void clear() {
        if (hasFolios) {
            Arrays.fill(folio, 0, size, null);
        }
        hasFolios = false;
        size = 0;
    }

    /** Give each page or huge page an entry of its own, and a folio, so that it can go through the engine step by step. */
    void promote() {
        MigrationList single = new MigrationList(space);
        FolioBinding promotion = new FolioBinding(space);
        for (int i = 0; i < size; i++) {
            Folio present = folio[i];
            boolean whole = present != null || Pte.isHuge(space.table.entry(page[i]));
            int step = whole ? count[i] : 1;
            for (int k = 0; k < count[i]; k += step) {
                single.add(page[i] + k, step, present != null ? present : promotion.folioAt(page[i] + k));
            }
        }
        page = single.page;
        count = single.count;
        result = single.result;
        open = single.open;
        folio = single.folio;
        hasFolios = single.hasFolios;
        size = single.size;
    }

    /** Put everything back on the LRU lists, where it was. */
    public void putBack() {
        for (int i = 0; i < size; i++) {
            putBack(i);
        }
        clear();
    }

    void putBack(int i) {
        Folio whole = folio[i];
        if (whole == null) {
            new PlainPageFastPath(space).putBack(page[i], count[i]);
        } else {
            see(i, MigrationStep.PUT_BACK);
            whole.isolated = false;
            Zap.dropIfUnused(space.machine, whole);
            FolioBinding.undo(whole);
        }
    }
}
