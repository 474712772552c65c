package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.opentest4j.TestAbortedException;

/**
 * A random mixture of all kinds of mappings, moved; if that is said to be complete, every page of it is touched and the kernel asked.
 *
 * <p>The check shares nothing with the library. It leaves out what was never touched when the mixture was made, which the mixture
 * knows, and only that.
 */
final class MixtureOfMemory {

    private static final int MOST_PAGES = 12;
    private static final int KINDS = 14;

    private final AbsentMemory memory;
    private final Random random;
    private final Set<String> missing;
    private final List<String> story = new ArrayList<>();
    private final Set<Long> exempt = new HashSet<>();
    private Placement plan = Placement.nothing();
    private boolean plain = true;

    /** What came of a mixture. */
    enum Outcome {
        COMPLETE,
        INCOMPLETE
    }

    /** Prepare a mixture; {@code missing} are kinds that this machine is known not to have. */
    MixtureOfMemory(AbsentMemory memory, long seed, Set<String> missing) {
        this.memory = memory;
        this.random = new Random(seed);
        this.missing = missing;
    }

    /** Makes it, moves it and checks what was said. */
    Outcome run() {
        int pieces = 1 + random.nextInt(5);
        boolean easy = random.nextInt(3) == 0;
        for (int i = 0; i < pieces; i++) {
            add(easy ? random.nextInt(4) : random.nextInt(KINDS));
        }
        MoveOptions options = MoveOptions.of(random.nextBoolean() ? MoveScope.SHARED : MoveScope.EXCLUSIVE);
        if (random.nextInt(3) == 0 && memory.release().isAtLeast("5.14")) {
            options = options.withPopulate();
        }
        MoveResult result = memory.numa().move(plan, options);
        if (plain && !result.isComplete()) {
            throw new AssertionError("nothing keeps this from being complete: " + result + story);
        }
        if (result.isComplete()) {
            check(result, options);
            return Outcome.COMPLETE;
        }
        return Outcome.INCOMPLETE;
    }

    private void check(MoveResult result, MoveOptions options) {
        PageReport report = result.report();
        for (int i = 0; i < result.pages(); i++) {
            long address = report.address(i);
            if (!exempt.contains(address)) {
                memory.read(new MemoryRange(address, memory.pageSize()));
                int node = ask(address);
                if (node != result.target(i)) {
                    throw new AssertionError("said to be complete, but the page at " + Long.toHexString(address) + ", "
                            + report.status(i) + ", asked to " + result.target(i) + " is on " + node + ": " + options
                            + ", "
                            + result + story);
                }
            }
        }
    }

    /** The raw query: a node or a negative errno. */
    private int ask(long address) {
        CallFrame frame = new CallFrame();
        frame.pages.set(ValueLayout.JAVA_LONG, 0, address);
        long answer = memory.kernel().movePages(frame, 0, 1, frame.pages, MemorySegment.NULL, frame.status, 0);
        return answer < 0 ? (int) answer : frame.status.get(ValueLayout.JAVA_INT, 0);
    }

    private int node() {
        return memory.nodes().stream().skip(random.nextInt((int) memory.nodes().stream().count())).findFirst()
                .orElseThrow();
    }

    private void add(int kind) {
        int pages = 1 + random.nextInt(MOST_PAGES);
        switch (kind) {
            case 0 -> piece("touched", memory.touched(pages, node()));
            case 1 -> exempt("untouched", memory.untouched(pages));
            case 2 -> mixed(pages);
            case 3 -> hole(pages);
            case 4 -> hard("cached", () -> memory.cached(pages, node(), false));
            case 5 -> hard("double-mapped", () -> memory.cached(pages, node(), true));
            case 6 -> hard("file cached", () -> memory.cachedFile(pages, node()));
            case 7 -> hugetlb(pages);
            case 8 -> hard("swapped", () -> memory.swapped(pages, node()));
            case 9 -> hard("shared, swapped", () -> memory.sharedSwapped(pages, node()));
            case 10 -> hard("zero", () -> memory.zero(pages));
            case 11 -> hard("device", memory::device);
            case 12 -> guard(pages);
            default -> hard("half read", () -> halfRead(pages));
        }
    }

    private void piece(String name, MemoryRange range) {
        int target = node();
        story.add(name + " " + range + " > " + target);
        plan = plan.and(range, target);
    }

    private interface Making {
        MemoryRange make();
    }

    private void hard(String name, Making making) {
        if (missing.contains(name)) {
            return;
        }
        try {
            piece(name, making.make());
            plain = false;
        } catch (TestAbortedException cannot) {
            missing.add(name);
        }
    }

    private void exempt(String name, MemoryRange range) {
        piece(name, range);
        eachPage(range, exempt);
    }

    private void eachPage(MemoryRange range, Set<Long> into) {
        for (long at = range.start(); at < range.end(); at += memory.pageSize()) {
            into.add(at);
        }
    }

    /** Until anything was swapped, a hole of shared memory can be told from a page in the swap. */
    private void hole(int pages) {
        exempt("hole", memory.hole(pages));
        plain &= !memory.hasSwapped();
    }

    /** A third as often: it takes the longest by far. */
    private void hugetlb(int pages) {
        if (pages % 3 == 0) {
            hard("hugetlb", () -> memory.hugetlb(node()));
        }
    }

    private void guard(int pages) {
        hard("guard", () -> {
            MemoryRange range = memory.guard(pages);
            eachPage(range, exempt);
            return range;
        });
    }

    /** Private memory, some pages of which were given back. */
    private void mixed(int pages) {
        MemoryRange range = memory.touched(pages, node());
        exempt.addAll(memory.pierce(range, random));
        piece("mixed", range);
    }

    /** A file in memory, of which this mapping has read some pages. */
    private MemoryRange halfRead(int pages) {
        return memory.halfRead(memory.cached(pages, node(), random.nextBoolean()), random);
    }
}
