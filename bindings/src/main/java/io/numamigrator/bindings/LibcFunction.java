package io.numamigrator.bindings;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.NullMarked;

/** The functions of libc, besides {@code syscall}, that the library calls for memory of its own. */
@NullMarked
public enum LibcFunction {
    /** {@code void *mmap(void *address, size_t length, int prot, int flags, int fd, off_t offset)}. */
    MMAP("mmap", false),
    /** {@code int munmap(void *address, size_t length)}. */
    MUNMAP("munmap", true),
    /** {@code int madvise(void *address, size_t length, int advice)}. */
    MADVISE("madvise", true),
    /** {@code int mincore(void *address, size_t length, unsigned char *resident)}. */
    MINCORE("mincore", true),
    /** {@code int mlock(const void *address, size_t length)}. */
    MLOCK("mlock", true),
    /** {@code int munlock(const void *address, size_t length)}. */
    MUNLOCK("munlock", true),
    /** {@code int open(const char *path, int flags, mode_t mode)}. */
    OPEN("open", true),
    /** {@code int close(int fd)}. */
    CLOSE("close", true),
    /** {@code int ioctl(int fd, unsigned long request, void *argument)}. */
    IOCTL("ioctl", true),
    /** {@code long sysconf(int name)}. */
    SYSCONF("sysconf", false);

    /** Where the function is: a segment of no length, so nothing that could change. */
    @SuppressWarnings("ImmutableEnumChecker")
    final MemorySegment address;

    /** Whether C returns an int: the upper half of the return register is then undefined. */
    final boolean returnsInt;

    LibcFunction(String symbol, boolean returnsInt) {
        this.address = Linker.nativeLinker().defaultLookup().find(symbol).orElseThrow();
        this.returnsInt = returnsInt;
    }
}
