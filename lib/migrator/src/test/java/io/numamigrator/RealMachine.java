package io.numamigrator;

import io.numamigrator.bindings.NativeCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What tests have to know of the machine that runs them: asked of it where it can tell, by architecture where it cannot. */
final class RealMachine {

    /** The bytes of a base page. */
    static final int PAGE = Math.toIntExact(NativeCall.pageSize());

    /** The bytes of a transparent huge page, which is also the default size of the hugetlb pool. */
    static final long HUGE = hugePageSize();

    private static final Cpu HERE = Cpu.of(System.getProperty("os.arch"));

    private RealMachine() {}

    /** Which table of system calls a kernel has, and the node ids that Debian compiles it for (CONFIG_NODES_SHIFT). */
    private enum Cpu {
        X86_64(1024),
        AARCH64(16);

        private final int nodeIds;

        Cpu(int nodeIds) {
            this.nodeIds = nodeIds;
        }

        static Cpu of(String name) {
            return switch (name) {
                case "amd64" -> X86_64;
                case "aarch64" -> AARCH64;
                default -> throw new IllegalStateException("nobody has looked up what tests need on " + name);
            };
        }
    }

    /** Returns the number of a system call here: that of x86-64, or that of the generic table in asm-generic/unistd.h. */
    static int callNumber(int x86, int generic) {
        return HERE == Cpu.X86_64 ? x86 : generic;
    }

    /** Returns how many node ids the kernel was compiled for. */
    static int nodeIds() {
        return HERE.nodeIds;
    }

    /** A kernel without huge pages has no such file; what is asked for is a huge page's size by the tables of page tables. */
    private static long hugePageSize() {
        Path file = Path.of("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size");
        try {
            return Files.exists(file)
                    ? Long.parseLong(Files.readString(file).strip())
                    : (long) PAGE * (PAGE / Long.BYTES);
        } catch (IOException hidden) {
            throw new UncheckedIOException(hidden);
        }
    }
}
