package io.numamigrator.bindings;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;

/** The system call wrappers of libnuma's {@code numaif.h}; each of them returns a C {@code long}. */
@SuppressWarnings("exports")
@NullMarked
public enum LibnumaFunction {
    /** {@code long move_pages(int pid, unsigned long count, void **pages, const int *nodes, int *status, int flags)}. */
    MOVE_PAGES("move_pages"),
    /** {@code long migrate_pages(int pid, unsigned long maxnode, const unsigned long *from, const unsigned long *to)}. */
    MIGRATE_PAGES("migrate_pages"),
    /** {@code long mbind(void *, unsigned long length, int mode, const unsigned long *mask, unsigned long, unsigned)}. */
    MBIND("mbind"),
    /** {@code long get_mempolicy(int *mode, unsigned long *mask, unsigned long maxnode, void *address, unsigned)}. */
    GET_MEMPOLICY("get_mempolicy"),
    /** {@code long set_mempolicy(int mode, const unsigned long *mask, unsigned long maxnode)}. */
    SET_MEMPOLICY("set_mempolicy");

    private final String symbol;

    LibnumaFunction(String symbol) {
        this.symbol = symbol;
    }

    /** Return where the function is; opens libnuma at the first call. */
    MemorySegment address() {
        return Objects.requireNonNull(Addresses.OF.get(this));
    }

    /** Apart from the constants: naming a function must not need the library. */
    private static final class Addresses {
        static final Map<LibnumaFunction, MemorySegment> OF = new EnumMap<>(LibnumaFunction.class);

        static {
            for (LibnumaFunction function : values()) {
                OF.put(function, LibNuma.SYMBOL_LOOKUP.find(function.symbol).orElseThrow());
            }
        }
    }
}
