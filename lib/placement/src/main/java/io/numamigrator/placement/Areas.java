package io.numamigrator.placement;

import io.numamigrator.MemoryRange;
import io.numamigrator.NumaProcess;
import io.numamigrator.Vma;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a process has mapped at a moment, and whether that is what a plan was made for. */
final class Areas {

    private final List<Vma.Mapping> ascending;

    Areas(List<Vma.Mapping> ascending) {
        this.ascending = List.copyOf(ascending);
    }

    static Areas of(NumaProcess process) {
        return new Areas(process.mappings());
    }

    /** Returns the area that an address lies in. */
    Vma.@Nullable Mapping at(long address) {
        int i = firstEndingAbove(address);
        return i < ascending.size() && Long.compareUnsigned(ascending.get(i).range().start(), address) <= 0
                ? ascending.get(i)
                : null;
    }

    /** Returns the areas that have a byte in a range, ascending. */
    List<Vma.Mapping> in(MemoryRange range) {
        int from = firstEndingAbove(range.start());
        int limit = from;
        while (limit < ascending.size()
                && Long.compareUnsigned(ascending.get(limit).range().start(), lastOf(range)) <= 0) {
            limit++;
        }
        return range.bytes() == 0 ? List.of() : ascending.subList(from, limit);
    }

    /** Ends are compared by the last byte: the end of the address space is 0. */
    private int firstEndingAbove(long address) {
        int from = 0;
        int limit = ascending.size();
        while (from < limit) {
            int middle = from + limit >>> 1;
            if (Long.compareUnsigned(lastOf(ascending.get(middle).range()), address) < 0) {
                from = middle + 1;
            } else {
                limit = middle;
            }
        }
        return from;
    }

    static long lastOf(MemoryRange range) {
        return range.start() + range.bytes() - 1;
    }

    /** Returns the addresses of two ranges that overlap which are in both. */
    static MemoryRange common(MemoryRange a, MemoryRange b) {
        long start = Long.compareUnsigned(a.start(), b.start()) < 0 ? b.start() : a.start();
        long lastOfA = lastOf(a);
        long lastOfB = lastOf(b);
        return new MemoryRange(start, (Long.compareUnsigned(lastOfA, lastOfB) < 0 ? lastOfA : lastOfB) - start + 1);
    }

    /**
     * Returns in what way the addresses of an entry are not mapped as the plan says.
     *
     * <p>Areas may have been split, joined or grown since; what counts is that each address shows the same memory with the same rights. A
     * name may change as long as the file is the same: a file that was deleted has another one.
     */
    Optional<Finding> change(PlanEntry entry) {
        MemoryRange range = entry.range();
        long at = range.start();
        for (Vma.Mapping now : in(range)) {
            if (Long.compareUnsigned(now.range().start(), at) > 0) {
                return Optional.of(new Finding.AreaGone(entry, new MemoryRange(at, now.range().start() - at)));
            }
            Optional<Finding> change = change(entry, now);
            if (change.isPresent()) {
                return change;
            }
            at = now.range().end();
        }
        long left = range.end() - at;
        return left <= 0 ? Optional.empty() : Optional.of(new Finding.AreaGone(entry, new MemoryRange(at, left)));
    }

    private static Optional<Finding> change(PlanEntry entry, Vma.Mapping now) {
        Vma.Mapping then = entry.area();
        boolean sameFile = then.file().isPresent()
                ? then.file().equals(now.file()) && placeInFile(then) == placeInFile(now)
                : now.file().isEmpty() && then.path().equals(now.path());
        if (!sameFile) {
            return Optional.of(new Finding.AreaRemapped(entry, now));
        }
        return then.permissions().equals(now.permissions())
                ? Optional.empty()
                : Optional.of(new Finding.PermissionsChanged(entry, now));
    }

    /** Returns what is the same for all areas that show a file in one piece, however they are cut. */
    private static long placeInFile(Vma.Mapping area) {
        return area.range().start() - area.offset();
    }
}
