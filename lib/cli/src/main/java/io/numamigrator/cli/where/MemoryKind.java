package io.numamigrator.cli.where;

/** What memory is used for, as far as it can be known from outside, in the order in which it is shown. */
public enum MemoryKind {
    /** Objects of a JVM. */
    JAVA_HEAP("Java heap"),
    /** Class metadata of a JVM outside the class space. */
    METASPACE("metaspace"),
    /** Compressed class pointers' targets. */
    CLASS_SPACE("class space"),
    /** Compiled code, stubs and the interpreter. */
    CODE_CACHE("code cache"),
    /** Classes mapped from a CDS or AOT archive. */
    CDS_ARCHIVE("CDS archive"),
    /** Stacks of threads; of the first thread, see {@link #MAIN_STACK}. */
    THREAD_STACKS("thread stacks"),
    /** The stack the kernel made at exec. */
    MAIN_STACK("main stack"),
    /** Anonymous memory of a JVM that it does not place: malloc, direct buffers, GC tables. */
    NATIVE("native memory"),
    /** The heap grown by brk(2): small allocations of malloc. */
    BRK_HEAP("heap (brk)"),
    /** Anonymous memory of which nothing more is known. */
    ANONYMOUS("anonymous"),
    /** The executable itself. */
    PROGRAM("program"),
    /** Other files mapped with execute permission somewhere. */
    LIBRARIES("libraries"),
    /** Files without code. */
    MAPPED_FILES("mapped files"),
    /** Shared memory: /dev/shm, memfd, System V, shared anonymous. */
    SHARED_MEMORY("shared memory"),
    /** Huge pages of hugetlbfs. */
    HUGETLB("hugetlb"),
    /** vdso, vvar and the like. */
    KERNEL("kernel pages");

    private final String label;

    MemoryKind(String label) {
        this.label = label;
    }

    /** Return the words to show. */
    public String label() {
        return label;
    }
}
