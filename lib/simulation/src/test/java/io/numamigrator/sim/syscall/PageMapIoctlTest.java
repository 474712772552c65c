package io.numamigrator.sim.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.Errno;
import io.numamigrator.MemoryRange;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.PageMapCalls;
import io.numamigrator.kernel.PageScan;
import io.numamigrator.sim.Capability;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.machine.SyscallNumber;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Vma;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 13.8: what a scan says on kernels that differ, and of whom it may be asked. */
class PageMapIoctlTest {

    private static final int PAGE = 4096;
    private static final long ALL = 0xff;
    private static final long WRITTEN = 2;
    private static final long ROOM = 64;

    private final Arena arena = Arena.ofConfined();
    private final CallFrame frame = new CallFrame();
    private final MemorySegment argument = arena.allocate(96, 8);
    private final MemorySegment regions = arena.allocate(ROOM * 24, 8);

    @AfterEach
    void close() {
        frame.close();
        arena.close();
    }

    private static SimulatedMachine machine(String kernel) {
        return SimulatedMachine.builder().nodes(2, 1L << 30).swap(1 << 20).kernel(kernel).build();
    }

    private static PageMapCalls calls(SimulatedProcess process) {
        return (PageMapCalls) Core.kernel(process);
    }

    private void ask(MemoryRange range, long mask, long returned) {
        long[] words = {96, 0, range.start(), range.end(), 0, regions.address(), ROOM, 0, 0, mask, 0, returned};
        MemorySegment.copy(words, 0, argument, ValueLayout.JAVA_LONG, 0, words.length);
    }

    /** Returns what a scan of a process's own range finds: first page and categories of each region, in hexadecimal. */
    private String scan(SimulatedProcess process, MemoryRange range, long mask, long returned) {
        PageMapCalls calls = calls(process);
        long descriptor = calls.openPageMap(frame, 0);
        ask(range, mask, returned);
        int found = (int) calls.scanPageMap(frame, descriptor, argument, regions);
        assertThat(calls.closePageMap(frame, descriptor)).isZero();
        assertThat(found).isNotNegative();
        return IntStream.range(0, found).mapToObj(i -> {
            long start = (regions.getAtIndex(ValueLayout.JAVA_LONG, i * 3L) - range.start()) / PAGE;
            return start + ":" + HexFormat.of().toHexDigits(regions.getAtIndex(ValueLayout.JAVA_LONG, i * 3L + 2), 2);
        }).collect(Collectors.joining(" "));
    }

    @DisplayName("13.8 what counts as written, by kernel")
    @ParameterizedTest(name = "13.8 written on {0}")
    @CsvSource({"6.7, 0:8a 2:80 3:aa 4:92 5:80, 0:02", "6.12, 0:8a 2:82 3:aa 4:92 5:82, 0:02",
        "6.18, 0:8a 2:80 3:aa 4:92 5:80, 0:02", "7.2, 0:8a 2:82 3:aa 4:92 5:82, 0:02",
        "7.3, 0:88 2:80 3:a8 4:90 5:80, ''"})
    void whatCountsAsWritten(String kernel, String all, String writtenAlone) {
        SimulatedProcess process = machine(kernel).process();
        MemoryRange range = process.map(8L * PAGE);
        process.touch(new MemoryRange(range.start(), 2L * PAGE));
        process.read(new MemoryRange(range.start() + 3L * PAGE, PAGE));
        MemoryRange swapped = new MemoryRange(range.start() + 4L * PAGE, PAGE);
        process.touch(swapped);
        process.swapOut(swapped);

        assertThat(scan(process, range, 0, ALL)).isEqualTo(all);
        assertThat(scan(process, range, WRITTEN, WRITTEN)).isEqualTo(writtenAlone);
    }

    @Test
    @DisplayName("13.8 where there is no page table nothing is written")
    void withoutAPageTable() {
        SimulatedProcess process = machine("6.12").process();
        MemoryRange range = process.map(4L << 20);
        assertThat(scan(process, range, 0, ALL)).isEqualTo("0:80");
        assertThat(scan(process, range, WRITTEN, WRITTEN)).isEmpty();
    }

    @DisplayName("13.8 the kernel's own areas")
    @ParameterizedTest(name = "13.8 {0}: [vvar] {1}")
    @CsvSource({"6.12, ''", "6.18, ''", "7.2, 0:82", "7.3, 0:80"})
    void theKernelsOwnAreas(String kernel, String vvar) {
        SimulatedProcess process = machine(kernel).process();
        assertThat(scan(process, area(process, "[vvar]"), 0, ALL)).isEqualTo(vvar);
        assertThat(scan(process, area(process, "[vdso]"), 0, 0x7c)).startsWith("0:0c");
    }

    @Test
    @DisplayName("13.7 pagemap: the vdso is of a file, and nobody has cleared the soft-dirty bits")
    void whatPagemapSays() {
        SimulatedProcess process = machine("6.12").process();
        MemoryRange touched = process.map(2L * PAGE);
        process.touch(new MemoryRange(touched.start(), PAGE));
        assertThat(word(process, area(process, "[vdso]").start())).isEqualTo("a08");
        assertThat(word(process, touched.start())).isEqualTo("818");
        assertThat(word(process, touched.start() + PAGE)).isEqualTo("008");
        assertThat(word(process, 0x8000)).isEqualTo("000");
    }

    /** Returns the upper twelve bits of a page's word of pagemap. */
    private String word(SimulatedProcess process, long address) {
        assertThat(Core.kernel(process)
                .readPageMap(frame, 0, address / PAGE, 1, regions)).isEqualTo(1);
        return HexFormat.of().toHexDigits(regions.getAtIndex(ValueLayout.JAVA_LONG, 0) >>> 52, 3);
    }

    private static MemoryRange area(SimulatedProcess process, String name) {
        AddressSpace space = Core.of(process).requireSpace();
        Vma found = space.areas().stream().filter(area -> area.name().equals(name)).findFirst().orElseThrow();
        return new MemoryRange(found.start(), found.end() - found.start());
    }

    @Test
    @DisplayName("13.8 pagemap is opened by who may read the process")
    void whoMayOpenIt() {
        SimulatedMachine machine = machine("6.12");
        SimulatedProcess target = machine.spawn();
        SimulatedProcess other = machine.spawn();
        target.become(1000);
        other.become(1001);
        assertThat(calls(machine.process()).openPageMap(frame, target.pid())).isPositive();
        assertThat(calls(other).openPageMap(frame, target.pid())).isEqualTo(-Errno.EACCES.number());
        assertThat(calls(other).openPageMap(frame, 9999)).isEqualTo(-Errno.ENOENT.number());
        assertThat(calls(other).openPageMap(frame, 0)).isPositive();
        assertThat(Core.kernel(other).openPageScan(frame, target.pid())).isNull();
        other.capabilities(Capability.CAP_SYS_PTRACE);
        assertThat(calls(other).openPageMap(frame, target.pid())).isPositive();
    }

    @Test
    @DisplayName("13.8 a descriptor belongs to its process, and is open once")
    void aDescriptorBelongsToItsProcess() {
        SimulatedMachine machine = machine("6.12");
        PageMapCalls calls = calls(machine.process());
        long first = calls.openPageMap(frame, 0);
        assertThat(calls.openPageMap(frame, 0)).isEqualTo(first + 1);
        ask(machine.process().map(PAGE), 0, 0);
        assertThat(calls.scanPageMap(frame, first, argument, regions)).isEqualTo(1);
        assertThat(calls(machine.spawn()).scanPageMap(frame, first, argument, regions))
                .isEqualTo(-Errno.EBADF.number());
        assertThat(calls.closePageMap(frame, first)).isZero();
        assertThat(calls.closePageMap(frame, first)).isEqualTo(-Errno.EBADF.number());
        assertThat(calls.scanPageMap(frame, first, argument, regions)).isEqualTo(-Errno.EBADF.number());
        assertThat(calls.openPageMap(frame, 0)).isEqualTo(first);
    }

    @DisplayName("13.8 a process that has ended has nothing to scan")
    @ParameterizedTest(name = "13.8 {0}: ended {1}, no memory {2}")
    @CsvSource({"6.12, -3, -3", "6.16, 0, -3", "7.3, 0, -3", "6.7, 0, 0"})
    void aProcessThatHasEnded(String kernel, long ended, long readOfNone) {
        SimulatedMachine machine = machine(kernel);
        SimulatedProcess target = machine.spawn();
        MemoryRange range = target.map(PAGE);
        PageMapCalls calls = calls(machine.process());
        long descriptor = calls.openPageMap(frame, target.pid());
        target.exit();

        ask(range, 0, 0);
        assertThat(calls.scanPageMap(frame, descriptor, argument, regions)).isEqualTo(ended);
        assertThat(argument.getAtIndex(ValueLayout.JAVA_LONG, 4)).isEqualTo(ended == 0 ? range.end() : 0);
        assertThat(calls.openPageMap(frame, target.pid())).isEqualTo(-Errno.ESRCH.number());
        assertThat(Core.kernel(machine.process()).readPageMap(frame, target.pid(), 0, 1, regions))
                .isEqualTo(readOfNone);
    }

    @Test
    @DisplayName("13.8 an argument that cannot be written is EFAULT, after the walk")
    void anArgumentThatCannotBeWritten() {
        SimulatedProcess process = machine("6.12").process();
        PageMapCalls calls = calls(process);
        long descriptor = calls.openPageMap(frame, 0);
        MemoryRange range = process.map(PAGE);
        ask(range, 0, 0);
        assertThat(calls.scanPageMap(frame, descriptor, argument.asReadOnly(), regions))
                .isEqualTo(-Errno.EFAULT.number());
        assertThat(regions.getAtIndex(ValueLayout.JAVA_LONG, 0)).isEqualTo(range.start());
        assertThat(calls.scanPageMap(frame, descriptor, argument.asSlice(0, 88), regions))
                .isEqualTo(-Errno.EFAULT.number());
        assertThat(calls.scanPageMap(frame, descriptor, argument, regions.asReadOnly()))
                .isEqualTo(-Errno.EFAULT.number());
    }

    @DisplayName("13.8 from 6.7 on the library scans")
    @ParameterizedTest(name = "13.8 {0}")
    @ValueSource(strings = {"6.6", "6.7", "6.12", "7.3"})
    void fromThenOnTheLibraryScans(String kernel) {
        SimulatedProcess process = machine(kernel).process();
        MemoryRange range = process.map(PAGE * 8192L);
        process.touch(new MemoryRange(range.start() + 4096L * PAGE, PAGE));
        int pid = Core.of(process).ownPid();
        try (@Nullable PageScan scan = Core.kernel(process).openPageScan(frame, pid)) {
            assertThat(scan != null).isEqualTo(!kernel.equals("6.6"));
        }
        AtomicInteger queries = new AtomicInteger();
        Core.of(process).addFilter(call -> {
            if (call == SyscallNumber.MOVE_PAGES) {
                queries.incrementAndGet();
            }
            return 0;
        });
        assertThat(process.migrator().self().locate(range).bytesOn(0)).isEqualTo(PAGE);
        // Before 6.12 the kernel has to be asked why a page is absent.
        assertThat(queries).hasValue(kernel.equals("6.6") || kernel.equals("6.7") ? 2 : 1);
    }
}
