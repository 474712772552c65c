package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.MoveFlags;
import io.numamigrator.kernel.PageScan;
import io.numamigrator.pages.PageCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A kernel for tests of the engine: pages that stand in a map, moved run by run as Linux 6.12 does (SEMANTICS 1.4).
 *
 * <p>It knows one process and move_pages(2) only. What a call answers can also be dictated.
 */
class ScriptedKernel implements Kernel {

    static final int PAGE = 4096;

    /** One unit of migration: a page, or several under one huge entry. */
    static final class Folio {
        int node;
        boolean pinned;
        boolean shared;
        final int pages;

        Folio(int node, int pages) {
            this.node = node;
            this.pages = pages;
        }
    }

    /** What stands in for the kernel in one call: returns its result, or null to let the kernel answer. */
    interface Script {
        @Nullable Long answer(int call, long count, MemorySegment nodes);
    }

    final Map<Long, Folio> folios = new HashMap<>();
    final Set<Long> untouched = new HashSet<>();
    final Map<Integer, Integer> freePages = new HashMap<>();
    final Map<String, String> files = new HashMap<>();
    final List<Long> moveCounts = new ArrayList<>();
    boolean mapsAreHidden;
    long pageMapAnswer;
    Script script = (_, _, _) -> null;

    /** Nodes 0 to {@code nodes - 1}, each with this many free pages. */
    ScriptedKernel(int nodes, int free) {
        for (int node = 0; node < nodes; node++) {
            freePages.put(node, free);
        }
    }

    Folio page(long index, int node) {
        Folio folio = new Folio(node, 1);
        folios.put(index * PAGE, folio);
        return folio;
    }

    Folio huge(long firstIndex, int pages, int node) {
        Folio folio = new Folio(node, pages);
        for (int i = 0; i < pages; i++) {
            folios.put((firstIndex + i) * (long) PAGE, folio);
        }
        return folio;
    }

    Folio folio(long index) {
        return Objects.requireNonNull(folios.get(index * PAGE));
    }

    int nodeOf(long index) {
        Folio folio = folios.get(index * PAGE);
        return folio == null ? -1 : folio.node;
    }

    private int classify(long address, int target, Set<Folio> queued, boolean all) {
        Folio folio = folios.get(address & -PAGE);
        if (folio == null) {
            return untouched.contains(address & -PAGE) ? PageCode.ENOENT : PageCode.EFAULT;
        }
        if (target < 0 || folio.node == target) {
            return folio.node;
        }
        if (folio.shared && !all) {
            return PageCode.EACCES;
        }
        return queued.contains(folio) ? PageCode.EBUSY : PageCode.UNWRITTEN;
    }

    @Override
    public long movePages(
            CallFrame frame,
            int pid,
            long count,
            MemorySegment pages,
            MemorySegment nodes,
            MemorySegment status,
            int flags) {
        if (!nodes.equals(MemorySegment.NULL)) {
            moveCounts.add(count);
        }
        Long dictated = script.answer(moveCounts.size() - 1, count, nodes);
        if (dictated != null) {
            return dictated;
        }
        if (nodes.equals(MemorySegment.NULL)) {
            for (int i = 0; i < count; i++) {
                int found = classify(pages.getAtIndex(ValueLayout.JAVA_LONG, i), -1, Set.of(), false);
                status.setAtIndex(ValueLayout.JAVA_INT, i, found);
            }
            return 0;
        }
        return new Engine(pages, nodes, status, (int) count, (flags & MoveFlags.MOVE_ALL) != 0).move();
    }

    /** The run-by-run engine of Linux 4.17 and later, counting as 6.1 and later do. */
    private final class Engine {
        private final MemorySegment pages;
        private final MemorySegment nodes;
        private final MemorySegment status;
        private final int count;
        private final boolean all;
        private final Set<Folio> queued = new java.util.LinkedHashSet<>();
        private int target = -1;
        private int runStart;

        Engine(MemorySegment pages, MemorySegment nodes, MemorySegment status, int count, boolean all) {
            this.pages = pages;
            this.nodes = nodes;
            this.status = status;
            this.count = count;
            this.all = all;
        }

        long move() {
            for (int i = 0; i < count; i++) {
                int node = nodes.getAtIndex(ValueLayout.JAVA_INT, i);
                if (!freePages.containsKey(node)) {
                    long flushed = flush(i);
                    return flushed < 0 ? flushed : -Errno.ENODEV.number();
                }
                if (target != node) {
                    long flushed = target < 0 ? 0 : flush(i);
                    if (flushed != 0) {
                        return flushed;
                    }
                    target = node;
                    runStart = i;
                }
                long address = pages.getAtIndex(ValueLayout.JAVA_LONG, i);
                int found = classify(address, target, queued, all);
                if (found == PageCode.UNWRITTEN) {
                    queued.add(folios.get(address & -PAGE));
                    continue;
                }
                status.setAtIndex(ValueLayout.JAVA_INT, i, found);
                long flushed = flush(i);
                if (flushed != 0) {
                    return flushed > 0 ? flushed - 1 : flushed;
                }
                target = -1;
            }
            return target < 0 ? 0 : flush(count);
        }

        private long flush(int limit) {
            if (queued.isEmpty()) {
                return 0;
            }
            int failed = 0;
            for (Folio folio : queued) {
                if (folio.pinned) {
                    failed++;
                } else if (freePages.getOrDefault(target, 0) < folio.pages) {
                    queued.clear();
                    return PageCode.ENOMEM;
                } else {
                    freePages.merge(target, -folio.pages, Integer::sum);
                    freePages.merge(folio.node, folio.pages, Integer::sum);
                    folio.node = target;
                }
            }
            queued.clear();
            if (failed > 0) {
                return (long) failed + count - limit;
            }
            for (int i = runStart; i < limit; i++) {
                status.setAtIndex(ValueLayout.JAVA_INT, i, target);
            }
            return 0;
        }
    }

    @Override
    public @Nullable PageScan openPageScan(CallFrame frame, int pid) {
        return null;
    }

    @Override
    public String read(String pseudoFile) throws IOException {
        String text = files.get(pseudoFile);
        if (text == null && pseudoFile.equals("/proc/self/maps") && !mapsAreHidden) {
            return maps();
        }
        if (text == null) {
            throw new NoSuchFileException(pseudoFile);
        }
        return text;
    }

    /** An area of private memory for each page that is known. */
    private String maps() {
        return LongStream.concat(folios.keySet().stream().mapToLong(Long::longValue),
                untouched.stream().mapToLong(Long::longValue)).sorted()
                .mapToObj(at -> Long.toHexString(at) + "-" + Long.toHexString(at + PAGE) + " rw-p 00000000 00:00 0")
                .collect(Collectors.joining("\n"));
    }

    @Override
    public long readPageMap(CallFrame frame, int pid, long firstPage, int count, MemorySegment entries) {
        if (pageMapAnswer < 0) {
            return pageMapAnswer;
        }
        for (int i = 0; i < count; i++) {
            boolean there = folios.containsKey((firstPage + i) * PAGE);
            entries.setAtIndex(ValueLayout.JAVA_LONG, i, there ? 1L << 63 | 1L << 56 : 0);
        }
        return count;
    }

    @Override
    public long mincore(CallFrame frame, long address, long length, MemorySegment vector) {
        return unscripted();
    }

    @Override
    public List<String> list(String pseudoDirectory) throws IOException {
        String prefix = pseudoDirectory.endsWith("/") ? pseudoDirectory : pseudoDirectory + "/";
        List<String> names = files.keySet().stream()
                .filter(file -> file.startsWith(prefix))
                .map(file -> file.substring(prefix.length()).split("/", 2)[0])
                .distinct()
                .toList();
        if (names.isEmpty()) {
            throw new NoSuchFileException(pseudoDirectory);
        }
        return names;
    }

    @Override
    public int getpid() {
        return 1;
    }

    @Override
    public int pageSize() {
        return PAGE;
    }

    @Override
    public String description() {
        return "scripted";
    }

    private static long unscripted() {
        throw new UncheckedIOException(new IOException("this kernel knows move_pages(2) only"));
    }

    @Override
    public long migratePages(CallFrame frame, int pid, long maxNode, MemorySegment fromMask, MemorySegment toMask) {
        return unscripted();
    }

    @Override
    public long mbind(
            CallFrame frame, long address, long length, int mode, MemorySegment nodeMask, long maxNode, int flags) {
        return unscripted();
    }

    @Override
    public long getMempolicy(
            CallFrame frame, MemorySegment mode, MemorySegment nodeMask, long maxNode, long address, int flags) {
        return unscripted();
    }

    @Override
    public long setMempolicy(CallFrame frame, int mode, MemorySegment nodeMask, long maxNode) {
        return unscripted();
    }

    @Override
    public long setMempolicyHomeNode(CallFrame frame, long address, long length, long node, long flags) {
        return unscripted();
    }

    @Override
    public long mmap(CallFrame frame, long length) {
        return unscripted();
    }

    @Override
    public long munmap(CallFrame frame, long address, long length) {
        return unscripted();
    }

    @Override
    public long madvise(CallFrame frame, long address, long length, int advice) {
        return unscripted();
    }
}
