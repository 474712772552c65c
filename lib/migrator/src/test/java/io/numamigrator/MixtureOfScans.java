package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.ScanModel.Question;
import io.numamigrator.kernel.CallFrame;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.opentest4j.TestAbortedException;

/** A random mixture of mappings, scanned with random questions: the answers are those of a model that reads pagemap page by page. */
final class MixtureOfScans {

    private static final int QUESTIONS = 20;
    private static final int DEVICE = 7;
    private static final int HUGETLB = 8;
    private static final int KINDS = 9;

    private final AbsentMemory memory;
    private final Random random;
    private final ScanModel model;
    private final List<MemoryRange> ranges = new ArrayList<>();
    private final List<String> story = new ArrayList<>();

    /** One is enough: pools are small. */
    private boolean hasHugetlb;

    MixtureOfScans(AbsentMemory memory, long seed) {
        this.memory = memory;
        this.random = new Random(seed);
        this.model = new ScanModel(memory.pageSize());
    }

    /** Makes the mixture and asks; {@code spans} if questions may reach from any range to any other. */
    void run(boolean spans) {
        int pieces = 2 + random.nextInt(5);
        for (int i = 0; i < pieces; i++) {
            add();
        }
        if (spans) {
            noteAllBetween();
        }
        try (RawScan scan = new RawScan(memory.kernel())) {
            for (int i = 0; i < QUESTIONS; i++) {
                check(scan, question(spans));
            }
        }
    }

    private void check(RawScan scan, Question question) {
        model.answer(question);
        assertThat(question.ask(scan).regions()).as("%s of %s", question, story).isEqualTo(model.regions());
        assertThat(scan.walkEnd()).as("walk_end for %s of %s", question, story).isEqualTo(model.walkEnd());
    }

    private Question question(boolean spans) {
        long one = pageIn(ranges.get(random.nextInt(ranges.size())));
        MemoryRange other = ranges.get(random.nextInt(ranges.size()));
        while (!spans && (one < other.start() || one >= other.end())) {
            other = ranges.get(random.nextInt(ranges.size()));
        }
        long two = pageIn(other);
        int length = random.nextBoolean() ? 512 : 1 + random.nextInt(4);
        return new Question(Math.min(one, two), Math.max(one, two) + memory.pageSize(), categories(), categories(),
                random.nextBoolean() ? 0 : categories(), categories(), length,
                random.nextBoolean() ? 0 : 1 + random.nextInt(12));
    }

    private long pageIn(MemoryRange range) {
        return range.start() + random.nextLong(range.bytes() / memory.pageSize()) * memory.pageSize();
    }

    private long categories() {
        long some = random.nextLong() & ScanModel.TOLD;
        return random.nextBoolean() ? some : some & random.nextLong();
    }

    private void add() {
        int pages = 1 + random.nextInt(24);
        int kind = random.nextInt(hasHugetlb ? HUGETLB : KINDS);
        hasHugetlb |= kind == HUGETLB;
        try {
            MemoryRange range = make(kind, pages);
            story.add(kind + " " + range);
            ranges.add(range);
            if (kind != DEVICE) {
                note(range);
            }
        } catch (TestAbortedException cannot) {
            story.add(kind + " cannot be made");
            ranges.add(memory.untouched(1));
            note(ranges.getLast());
        }
    }

    private MemoryRange make(int kind, int pages) {
        int node = memory.nodes().highest();
        return switch (kind) {
            case 0 -> memory.untouched(pages);
            case 1 -> memory.hole(pages);
            case 2 -> memory.swapped(pages, node);
            case 3 -> memory.huge(node);
            case 4 -> memory.halfRead(memory.cached(pages, node, random.nextBoolean()), random);
            case 5 -> memory.halfRead(memory.untouched(pages), random);
            case 6 -> pierced(memory.touched(pages, node));
            case DEVICE -> memory.device();
            default -> memory.hugetlb(node);
        };
    }

    private MemoryRange pierced(MemoryRange range) {
        memory.pierce(range, random);
        return range;
    }

    /** Notes other mappings, too, that a range needed: areas that /proc/PID/maps has between the first range and the last. */
    private void noteAllBetween() {
        long first = ranges.stream().mapToLong(MemoryRange::start).min().orElseThrow();
        long last = ranges.stream().mapToLong(MemoryRange::end).max().orElseThrow();
        memory.numa().self().maps().stream().flatMap(area -> area.mapping().stream())
                .filter(area -> !area.path().equals("/dev/mem")).map(Vma.Mapping::range)
                .filter(range -> range.start() >= first && range.end() <= last).forEach(this::note);
    }

    /** Frames of a device are not noted: a scan passes them over. */
    private void note(MemoryRange range) {
        int count = (int) (range.bytes() / memory.pageSize());
        try (Arena arena = Arena.ofConfined(); CallFrame frame = new CallFrame()) {
            MemorySegment words = arena.allocate(count * 8L, 8);
            long read = memory.kernel().readPageMap(frame, 0, range.start() / memory.pageSize(), count, words);
            assertThat(read).isEqualTo(count);
            for (int i = 0; i < count; i++) {
                model.add(range.start() + (long) i * memory.pageSize(), words.getAtIndex(ValueLayout.JAVA_LONG, i));
            }
        }
    }
}
