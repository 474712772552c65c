package io.numamigrator.cli.where;

import io.numamigrator.Vma;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells from a VMA itself what it is used for: from its file, its name and its permissions. */
public final class AreaKinds {

    private static final String DELETED = " (deleted)";

    private final String program;
    private final boolean jvm;
    private final Set<String> filesWithCode = new HashSet<>();

    /**
     * Learn which files hold code.
     *
     * @param areas all VMAs of the process
     * @param program path of its executable, empty if it cannot be read
     */
    public AreaKinds(List<Vma> areas, String program) {
        this.program = program;
        for (Vma area : areas) {
            if (area.backing() instanceof Vma.Backing.File(String path) && isExecutable(area)) {
                filesWithCode.add(path);
            }
        }
        this.jvm = filesWithCode.stream().anyMatch(AreaKinds::isLibjvm);
    }

    private static boolean isLibjvm(String path) {
        return named(path).endsWith("/libjvm.so");
    }

    /** Return the path that a file had: one that was replaced while it is mapped, by an upgrade, is marked by the kernel. */
    private static String named(String path) {
        return path.endsWith(DELETED) ? path.substring(0, path.length() - DELETED.length()) : path;
    }

    private static boolean isExecutable(Vma area) {
        return area.mapping().filter(AreaKinds::isExecutable).isPresent();
    }

    private static boolean isExecutable(Vma.Mapping area) {
        return area.permissions().indexOf('x') >= 0;
    }

    /** Return whether the process is a HotSpot JVM: it executes a libjvm.so. */
    public boolean isJvm() {
        return jvm;
    }

    /** Return the same of a process whose pages were not counted. */
    public static boolean isJvm(List<Vma.Mapping> areas) {
        return areas.stream().anyMatch(area -> isExecutable(area) && isLibjvm(area.path()));
    }

    /** Return the kind of an area, without knowledge of what the process does with it. */
    public MemoryKind of(Vma area) {
        if (area.huge()) {
            return MemoryKind.HUGETLB;
        }
        String name = area.name();
        return switch (area.backing()) {
            case Vma.Backing.Heap heap -> MemoryKind.BRK_HEAP;
            case Vma.Backing.Stack(var thread) -> thread.isPresent() ? MemoryKind.THREAD_STACKS : MemoryKind.MAIN_STACK;
            case Vma.Backing.File(String path) -> ofFile(path);
            case Vma.Backing.Anonymous none -> isKernels(name) ? MemoryKind.KERNEL : unknown();
        };
    }

    private static boolean isKernels(String name) {
        return name.startsWith("[v"); // [vdso], [vvar], [vvar_vclock], [vsyscall]
    }

    /** Return the kind of anonymous memory of which nothing more is known. */
    public MemoryKind unknown() {
        return jvm ? MemoryKind.NATIVE : MemoryKind.ANONYMOUS;
    }

    private MemoryKind ofFile(String path) {
        if (path.equals(program) || !program.isEmpty() && named(path).equals(named(program))) {
            return MemoryKind.PROGRAM;
        }
        if (jvm && (path.startsWith("/memfd:java_heap") || path.startsWith("/java_heap"))) {
            return MemoryKind.JAVA_HEAP; // ZGC
        }
        if (jvm && (named(path).endsWith(".jsa") || named(path).endsWith(".aot"))) {
            return MemoryKind.CDS_ARCHIVE;
        }
        if (isSharedMemory(path)) {
            return MemoryKind.SHARED_MEMORY;
        }
        return filesWithCode.contains(path) ? MemoryKind.LIBRARIES : MemoryKind.MAPPED_FILES;
    }

    private static boolean isSharedMemory(String path) {
        return path.startsWith("/dev/shm/")
                || path.startsWith("/memfd:")
                || path.startsWith("/SYSV")
                || path.startsWith("/dev/zero");
    }
}
