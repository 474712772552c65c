package io.numamigrator;

import io.numamigrator.pages.Whereabouts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The result of a migrate_pages(2) call: the kernel's return value, and what numa_maps showed before and after.
 *
 * <p>The kernel's return value alone is not reliable. It skips pages that other processes also map, without counting them, if the caller
 * lacks CAP_SYS_NICE; and from Linux 6.7 on a page mapped several times is counted although it moved. So the nodes that should be
 * empty now are looked at: those of {@code from} that are not in {@code to}. Nodes of {@code to} that the caller is not allowed do not
 * count; the kernel passes over them (Linux 4.16).
 *
 * <p>numa_maps shows mapped pages alone. What is swapped out stays behind, and so does memory that other processes share and this one has
 * not mapped; if there is any, or may be, a migration that should empty a node is not complete. Pages of files on disks that the process has
 * not mapped belong to the page cache, not to the process, and do not count. A process that goes on running may map new pages on the nodes it left, unless its policy forbids it; they count as left.
 */
public final class MigrateResult {

    /**
     * An area with pages left on a node that should be empty.
     *
     * @param vma the area, after the call
     * @param bytesByNode what is left there, in bytes by node
     */
    public record Straggler(Vma vma, Map<Integer, Long> bytesByNode) {}

    private final KernelCall call;
    private final NodeSet from;
    private final NodeSet to;
    private final NodeMap map;
    private final Whereabouts<Vma> before;
    private final Whereabouts<Vma> after;
    private final boolean movesShared;
    private final boolean continued;
    private final List<PoolShortage> shortages;

    /** Takes over what was seen; for the library's own use: nobody else can name the type of what was seen. */
    @SuppressWarnings("exports")
    public MigrateResult(
            KernelCall call,
            NodeSet from,
            NodeSet to,
            NodeSet reachable,
            Whereabouts<Vma> before,
            Whereabouts<Vma> after,
            boolean movesShared) {
        this.call = Objects.requireNonNull(call, "call");
        this.from = Objects.requireNonNull(from, "from");
        this.to = Objects.requireNonNull(to, "to");
        this.map = new NodeMap(from, to.intersect(Objects.requireNonNull(reachable, "reachable")));
        this.before = Objects.requireNonNull(before, "before");
        this.after = Objects.requireNonNull(after, "after");
        this.movesShared = movesShared;
        this.continued = false;
        this.shortages = List.of();
    }

    private MigrateResult(MigrateResult stopped, Whereabouts<Vma> after, List<PoolShortage> shortages) {
        this.call = stopped.call;
        this.from = stopped.from;
        this.to = stopped.to;
        this.map = stopped.map;
        this.before = stopped.before;
        this.after = after;
        this.movesShared = stopped.movesShared;
        this.continued = true;
        this.shortages = List.copyOf(shortages);
    }

    /** Returns the result of going on, area by area, after the call had stopped; for the library's own use. */
    @SuppressWarnings("exports")
    public MigrateResult continued(Whereabouts<Vma> now, List<PoolShortage> found) {
        return new MigrateResult(this, Objects.requireNonNull(now, "now"), Objects.requireNonNull(found, "found"));
    }

    /** Returns which pages the call could move: {@link MoveScope#EXCLUSIVE} alone without CAP_SYS_NICE. */
    public MoveScope scope() {
        return movesShared ? MoveScope.SHARED : MoveScope.EXCLUSIVE;
    }

    /**
     * Returns which pages of a report are on nodes that should be empty now, each with the node that the call was to move it to.
     *
     * @param report of pages of the same process
     */
    public Placement remaining(PageView report) {
        Objects.requireNonNull(report, "report");
        NodeSet emptied = map.emptied();
        long[] addresses = new long[report.pages()];
        int[] nodes = new int[report.pages()];
        int n = 0;
        for (int i = 0; i < report.pages(); i++) {
            int node = report.node(i);
            if (node >= 0 && emptied.contains(node)) {
                addresses[n] = report.address(i);
                nodes[n++] = map.target(node);
            }
        }
        return Placement.of(Arrays.copyOf(addresses, n), Arrays.copyOf(nodes, n));
    }

    /** Returns the hugetlb pages that stayed because their target has no page of their size, ascending by area. */
    public List<PoolShortage> shortages() {
        return shortages;
    }

    /** Returns what the kernel said: 0, how many pages it counts as left behind, or a refusal in mid-call (ENOMEM: a target is full). */
    public KernelCall call() {
        return call;
    }

    /** Returns the nodes that pages were to leave. */
    public NodeSet from() {
        return from;
    }

    /** Returns the nodes that pages were to go to. */
    public NodeSet to() {
        return to;
    }

    /** Returns the mapped bytes by node before the call; empty if numa_maps could not be read. */
    public Map<Integer, Long> bytesBefore() {
        return bytesByNode(before);
    }

    /** Returns the mapped bytes by node after the call; empty if numa_maps could not be read. */
    public Map<Integer, Long> bytesAfter() {
        return bytesByNode(after);
    }

    private static Map<Integer, Long> bytesByNode(Whereabouts<Vma> seen) {
        Map<Integer, Long> bytes = new TreeMap<>();
        for (Vma vma : seen.areas()) {
            vma.bytesByNode().forEach((node, here) -> bytes.merge(node, here, Long::sum));
        }
        return bytes;
    }

    /** Returns the areas with pages left on nodes that should be empty now, ascending by address. */
    public List<Straggler> stragglers() {
        NodeSet emptied = map.emptied();
        List<Straggler> stragglers = new ArrayList<>();
        for (Vma vma : after.areas()) {
            Map<Integer, Long> left = on(emptied, vma);
            if (!left.isEmpty()) {
                stragglers.add(new Straggler(vma, Collections.unmodifiableMap(left)));
            }
        }
        return stragglers;
    }

    /**
     * Returns the policies by which new pages come from nodes that should be empty, the one of most areas first.
     *
     * <p>migrate_pages(2) moves pages and changes no policy: what the process touches later, or swaps in, is placed where it came from. That
     * does not make this migration incomplete. Without such a policy new pages come from the node of the CPU that touches them.
     */
    public List<ReturningPolicy> returning() {
        return ReturningPolicy.among(after.areas(), map.emptied(), to);
    }

    private static Map<Integer, Long> on(NodeSet nodes, Vma vma) {
        Map<Integer, Long> bytes = new TreeMap<>(vma.bytesByNode());
        bytes.keySet().removeIf(node -> !nodes.contains(node));
        return bytes;
    }

    /** Returns the bytes left on nodes that should be empty now; 0 says nothing unless {@link #isVerified()}. */
    public long bytesLeft() {
        return sum(map.emptied(), bytesAfter());
    }

    /**
     * Returns the bytes that may have been skipped without a trace: an upper bound.
     *
     * <p>If a node both loses and receives pages, its page count proves nothing. There, without CAP_SYS_NICE,
     * the areas that hold shared pages are in doubt.
     */
    public long bytesInDoubt() {
        NodeSet exchanged = map.exchanged();
        if (movesShared || exchanged.isEmpty()) {
            return 0;
        }
        return before.areas().stream()
                .filter(vma -> vma.counts().maxMappings() > 1)
                .mapToLong(vma -> sum(exchanged, vma.bytesByNode()))
                .sum();
    }

    /** Returns what is swapped out after the call, in bytes; it comes back on whatever node the touching thread's policy says. */
    public long bytesSwapped() {
        return after.swapped();
    }

    /**
     * Returns the bytes of shared memory (shmem, memfd, System V, hugetlb) that the process has not mapped after the call: an upper bound.
     *
     * <p>If another process has touched it, it is on some node, and the call did not look at it.
     */
    public long bytesUnseen() {
        return after.unseen();
    }

    private static long sum(NodeSet nodes, Map<Integer, Long> bytesByNode) {
        return nodes.stream().mapToLong(node -> bytesByNode.getOrDefault(node, 0L)).sum();
    }

    /** Returns whether numa_maps could be read before and after. */
    public boolean isVerified() {
        return unverifiedBecause().isEmpty();
    }

    /** Returns why the outcome could not be verified; empty if it was. */
    public Optional<String> unverifiedBecause() {
        Optional<String> why = before.unknownBecause().or(after::unknownBecause);
        boolean ended = after.areas().isEmpty() && !before.areas().isEmpty();
        return why.isEmpty() && ended ? Optional.of("the process ended") : why;
    }

    /**
     * Returns whether everything that numa_maps can show is where it was to go, and nothing of the process that it cannot show may be elsewhere;
     * never true if it could not be read.
     *
     * <p>A positive number of the kernel is overruled if nothing is left, unless a node both lost and received pages: it counted
     * mappings of pages that moved (Linux 6.7).
     */
    public boolean isComplete() {
        boolean counted = call.result() == 0 || (continued || !call.refused()) && map.exchanged().isEmpty();
        boolean hidden = !map.emptied().isEmpty() && (bytesSwapped() > 0 || bytesUnseen() > 0);
        return isVerified() && counted && bytesLeft() == 0 && bytesInDoubt() == 0 && !hidden;
    }

    /**
     * Returns this result if it is complete.
     *
     * @throws IncompleteMigrationException if pages stayed behind, or nobody can tell; it carries this result
     */
    public MigrateResult orThrow() {
        if (!isComplete()) {
            throw new IncompleteMigrationException(this);
        }
        return this;
    }

    /** Returns for example {@code migrate_pages(pid 4711, 4) = 0, 0-1 to 2-3: complete, before 0:81920 1:4096, after 2:81920 3:4096}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(call).append(", ").append(from).append(" to ").append(to).append(": ").append(verdict());
        if (isVerified()) {
            text.append(", bytes by node before ").append(bytesBefore()).append(", after ").append(bytesAfter());
        }
        returning().forEach(policy -> text.append("; ").append(policy));
        return text.toString();
    }

    private String verdict() {
        if (!isVerified()) {
            return "unverified, " + unverifiedBecause().orElseThrow();
        }
        if (isComplete()) {
            return "complete";
        }
        return "incomplete, " + bytesLeft() + " bytes left on " + map.emptied()
                + (bytesInDoubt() > 0
                        ? ", up to " + bytesInDoubt() + " shared bytes skipped without CAP_SYS_NICE"
                        : "")
                + (bytesSwapped() > 0
                        ? ", " + bytesSwapped() + " bytes swapped out: swap them in and migrate again"
                        : "")
                + (bytesUnseen() > 0
                        ? ", up to " + bytesUnseen() + " bytes of shared memory that the process has not mapped:"
                                + " have it touch them, or migrate the processes that map them"
                        : "")
                + shortages.stream().map(shortage -> ", " + shortage).collect(Collectors.joining());
    }
}
