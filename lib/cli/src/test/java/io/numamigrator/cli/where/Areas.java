package io.numamigrator.cli.where;

import io.numamigrator.MemoryPolicy;
import io.numamigrator.MemoryRange;
import io.numamigrator.Vma;
import io.numamigrator.Vma.Backing;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** VMAs that no process of the test has. */
final class Areas {

    private Areas() {}

    static Vma file(String path, String permissions) {
        return area(0x1000, permissions, path, new Backing.File(path), false);
    }

    static Vma anonymous(long start, String name) {
        return area(start, "rw-p", name, new Backing.Anonymous(), false);
    }

    static Vma huge(String path) {
        return area(0x200000, "rw-s", path, new Backing.File(path), true);
    }

    static Vma area(long start, String permissions, String name, Backing backing, boolean huge) {
        Vma.Mapping mapping = new Vma.Mapping(new MemoryRange(start, 0x10000), permissions, 0, name, Optional.empty());
        Vma.Counts counts = new Vma.Counts(2, 2, 2, 0, 0, OptionalLong.empty(), 1, Map.of(0, 2L));
        return new Vma(
                start, Optional.of(mapping), MemoryPolicy.none(), backing, huge, counts, OptionalLong.of(4096));
    }
}
