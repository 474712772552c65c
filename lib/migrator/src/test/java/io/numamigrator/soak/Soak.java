package io.numamigrator.soak;

import io.numamigrator.MemoryRange;
import io.numamigrator.MoveResult;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.Placement;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * 64 platform and 2,000 virtual threads locate and move overlapping memory, arenas and migrators close under them, and writers find
 * their checksums; afterwards the process holds what it held before.
 *
 * <p>Main program: {@code Soak SECONDS [SEED]}, started with {@code -XX:NativeMemoryTracking=summary}. A first part, a fifth as long and
 * at least a second, shows the JVM the work; the levels are taken after it.
 */
public final class Soak {

    private static final int PLATFORM = 64;
    private static final int VIRTUAL = 2000;
    private static final int REGIONS = 8;

    /** 8 MiB: long enough to be scanned. */
    private static final int PAGES = 2048;

    private static final int WRITERS = 4;
    private static final int CLOSERS = 2;

    private final long seed;
    private final NumaMigrator numa = NumaMigrator.system();
    private final int[] nodes;
    private final AtomicReference<NumaMigrator> brief = new AtomicReference<>(NumaMigrator.system());
    private final AtomicReferenceArray<Region> regions = new AtomicReferenceArray<>(REGIONS);
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong locates = new AtomicLong();
    private final AtomicLong moves = new AtomicLong();
    private final AtomicLong movedPages = new AtomicLong();
    private final AtomicLong closes = new AtomicLong();
    private final AtomicLong cutShort = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();
    private volatile boolean stopping;

    private Soak(long seed) {
        this.seed = seed;
        NodeSet allowed = numa.topology().allowed();
        List<Integer> list = new ArrayList<>();
        allowed.forEach(list::add);
        this.nodes = list.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Runs for so many seconds and says what came of it; status 1 if something went wrong. */
    public static void main(String[] arguments) throws InterruptedException {
        long seconds = Long.parseLong(arguments[0]);
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        System.out.println("soak: seed " + seed);
        Soak soak = new Soak(seed);
        soak.load(Math.max(1, seconds / 5));
        Levels start = Levels.now();
        soak.clear();
        soak.load(seconds);
        Levels end = Levels.now();
        for (long deadline = System.nanoTime() + 60_000_000_000L; !end.isBackAt(start)
                && System.nanoTime() < deadline;) {
            // Threads that carried virtual ones end a while later.
            end = Levels.now();
        }
        System.out.println("soak: start: " + start);
        System.out.println("soak: end:   " + end);
        System.out.println("soak: " + soak);
        if (end.descriptors() > start.descriptors()) {
            Levels.openFilesByName().forEach(System.out::println);
        }
        soak.wrong.stream().limit(20).forEach(System.out::println);
        boolean well = soak.wrong.isEmpty() && end.isBackAt(start) && soak.closes.get() > 0;
        System.out.println(well ? "soak: ok" : "soak: FAILED");
        System.exit(well ? 0 : 1);
    }

    private void clear() {
        List.of(locates, moves, movedPages, closes, cutShort, writes).forEach(count -> count.set(0));
    }

    @Override
    public String toString() {
        return nodes.length + " nodes, " + locates + " queries, " + moves + " moves of " + movedPages
                + " pages to another node, " + closes + " closes, " + cutShort
                + " calls whose memory or migrator was closed, "
                + writes + " pages written and checked, " + wrong.size() + " wrong";
    }

    private void load(long seconds) throws InterruptedException {
        stopping = false;
        SplittableRandom random = new SplittableRandom(seed);
        try (Arena steady = Arena.ofShared()) {
            for (int i = 0; i < REGIONS; i++) {
                regions.set(i, Region.make(numa, PAGES, random.split()));
            }
            MemorySegment written = steady.allocate((long) WRITERS * PAGES / 2 * Region.PAGE, Region.PAGE);
            List<Thread> threads = threads(written, random);
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            while (System.nanoTime() < end && wrong.isEmpty()) {
                threads.getFirst().join(java.time.Duration.ofMillis(100));
            }
            stopping = true;
            for (Thread thread : threads) {
                thread.join();
            }
            for (int i = 0; i < REGIONS; i++) {
                regions.get(i).close();
            }
        }
    }

    private List<Thread> threads(MemorySegment written, SplittableRandom random) {
        List<Thread> threads = new ArrayList<>();
        long each = written.byteSize() / WRITERS;
        for (int i = 0; i < WRITERS; i++) {
            Writer writer = new Writer(written.asSlice(i * each, each), random.nextLong());
            threads.add(start(Thread.ofPlatform(), () -> write(writer)));
        }
        for (int i = 0; i < CLOSERS; i++) {
            SplittableRandom own = random.split();
            threads.add(start(Thread.ofPlatform(), () -> replace(own)));
        }
        for (int i = 0; i < PLATFORM + VIRTUAL; i++) {
            SplittableRandom own = random.split();
            threads.add(start(i < PLATFORM ? Thread.ofPlatform() : Thread.ofVirtual(), () -> work(written, own)));
        }
        return threads;
    }

    private Thread start(Thread.Builder builder, Runnable work) {
        return builder.start(() -> {
            try {
                work.run();
            } catch (Throwable thrown) {
                wrong.add(Thread.currentThread() + ": " + thrown + " at " + List.of(thrown.getStackTrace()));
            }
        });
    }

    private void write(Writer writer) {
        while (!stopping) {
            if (!writer.step()) {
                wrong.add("a page that only its writer writes has changed");
            }
            writes.incrementAndGet();
        }
        if (!writer.allIntact()) {
            wrong.add("a page that only its writer writes has changed");
        }
    }

    private void replace(SplittableRandom random) {
        while (!stopping) {
            replaceOne(random);
        }
    }

    private void replaceOne(SplittableRandom random) {
        Region old = regions.getAndSet(random.nextInt(REGIONS), Region.make(numa, PAGES, random));
        old.close();
        closes.incrementAndGet();
        if (random.nextInt(4) == 0) {
            brief.getAndSet(NumaMigrator.system()).close();
        }
    }

    private void work(MemorySegment written, SplittableRandom random) {
        while (!stopping) {
            if (random.nextInt(20) == 0) {
                replaceOne(random);
            }
            Region region = regions.get(random.nextInt(REGIONS));
            NumaMigrator asked = random.nextInt(8) == 0 ? brief.get() : numa;
            try {
                MemorySegment all = random.nextInt(3) == 0 ? written : region.memory;
                call(asked, part(all, random), random);
                if (!region.isIntact(random.nextInt(PAGES))) {
                    wrong.add("a page of a region has changed");
                }
            } catch (IllegalStateException closed) {
                if (region.isOpen() && (asked.equals(numa) || asked.equals(brief.get()))) {
                    throw closed;
                }
                cutShort.incrementAndGet();
            }
            Thread.onSpinWait();
        }
    }

    /** Return some of its pages, often so many that they are scanned. */
    private static MemorySegment part(MemorySegment all, SplittableRandom random) {
        int pages = (int) (all.byteSize() / Region.PAGE);
        int first = random.nextInt(4) == 0 ? 0 : random.nextInt(pages);
        int count = random.nextBoolean() ? pages - first : Math.min(pages - first, 1 + random.nextInt(64));
        return all.asSlice((long) first * Region.PAGE, (long) count * Region.PAGE);
    }

    private void call(NumaMigrator asked, MemorySegment part, SplittableRandom random) {
        int node = nodes[random.nextInt(nodes.length)];
        switch (random.nextInt(8)) {
            case 0, 1 -> moved(asked.move(part, node));
            case 2 -> {
                MemorySegment half = part.asSlice(0, Math.max(Region.PAGE, part.byteSize() / 2));
                moved(asked.move(Placement.of(half, node).and(part, nodes[0])));
            }
            case 3 -> asked.policy(part);
            case 4 -> {
                asked.locate(List.of(new MemoryRange(part.address(), part.byteSize())));
                locates.incrementAndGet();
            }
            default -> {
                asked.locate(part);
                locates.incrementAndGet();
            }
        }
    }

    private void moved(MoveResult result) {
        moves.incrementAndGet();
        movedPages.addAndGet(result.moved());
    }
}
