package io.numamigrator;

import io.numamigrator.bindings.NativeCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Swap on compressed memory (zram), on only while a test needs it: else the kernel may take pages away from any test. */
final class SwapDevice {

    private static final String DEVICE = "/dev/zram0";
    private static final int MADV_PAGEOUT = 21;
    private static final int ATTEMPTS = 20;

    private SwapDevice() {}

    static void swapOut(MemorySegment memory, Arena until) {
        make();
        try (Arena arena = Arena.ofConfined()) {
            LinuxCalls.call(LinuxCalls.SWAPON, arena.allocateFrom(DEVICE).address(), 0);
        }
        NativeCall.view(0, 0, until, SwapDevice::off);
        for (int i = 0; i < ATTEMPTS && anyPresent(memory); i++) {
            Mapping.advise(memory, MADV_PAGEOUT);
        }
        Assumptions.assumeFalse(anyPresent(memory), "the kernel would not swap the pages out");
    }

    /** Returns the devices and files that pages are swapped out to, by the lines of /proc/swaps. */
    static List<String> inUse() {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/swaps"));
            return lines.subList(1, lines.size());
        } catch (IOException hidden) {
            throw new UncheckedIOException(hidden);
        }
    }

    private static void make() {
        Path size = Path.of("/sys/block/zram0/disksize");
        if (!Files.exists(size)) {
            Assumptions.assumeTrue(run("modprobe", "zram") == 0 && Files.exists(size), "no zram in this kernel");
        }
        try {
            if (Files.readString(size).strip().equals("0")) {
                Files.writeString(size, "64M");
                boolean made = run("mkswap", DEVICE) == 0;
                if (!made) {
                    // Else the next test takes the empty device for one that is ready.
                    Files.writeString(Path.of("/sys/block/zram0/reset"), "1");
                }
                Assumptions.assumeTrue(made, "mkswap failed");
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static int run(String... command) {
        try {
            return new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static boolean anyPresent(MemorySegment memory) {
        try (PageMap map = new PageMap("self")) {
            for (long at = 0; at < memory.byteSize(); at += RealMachine.PAGE) {
                if (map.frames(memory.address() + at)[0] != 0) {
                    return true;
                }
            }
            return false;
        }
    }

    private static void off() {
        try (Arena arena = Arena.ofConfined()) {
            LinuxCalls.call(LinuxCalls.SWAPOFF, arena.allocateFrom(DEVICE).address());
        }
    }
}
