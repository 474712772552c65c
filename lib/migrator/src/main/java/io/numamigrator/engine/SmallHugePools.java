package io.numamigrator.engine;

import io.numamigrator.kernel.KernelFiles;
import io.numamigrator.proc.Reading;
import java.io.IOException;
import java.util.Arrays;

/**
 * The pools of hugetlb pages that are smaller than a page table's worth, of runs of base pages.
 *
 * <p>A scan of page tables calls their pages huge, too, and does not tell how large they are (Linux 6.12). Kernels for arm64 have
 * such pools: of 64 KiB beside base pages of 4 KiB, of 2 MiB beside 16 and 64 KiB. x86-64 has none.
 */
final class SmallHugePools {

    private static final String POOLS = "/sys/kernel/mm/hugepages";
    private static final String NAME = "hugepages-([0-9]{1,9})kB";
    private static final long KIB = 1024;

    private final KernelFiles files;
    private final long hugePage;

    /** Sizes in bytes, the smallest first; a kernel does not get others once it runs. */
    private final long[] sizes;

    private SmallHugePools(KernelFiles files, long hugePage, long... sizes) {
        this.files = files;
        this.hugePage = hugePage;
        this.sizes = sizes;
    }

    /** Look once which sizes there are below that of a transparent huge page; where the pools are hidden, any may be. */
    static SmallHugePools of(KernelFiles files, int pageSize) {
        // A page table fills a page with entries of 8 bytes, and a huge page stands for one page table.
        long hugePage = (long) pageSize * (pageSize / Long.BYTES);
        try {
            return new SmallHugePools(files, hugePage, files.list(POOLS).stream()
                    .filter(name -> name.matches(NAME))
                    .mapToLong(name -> Long.parseLong(name.replaceAll(NAME, "$1")) * KIB)
                    .filter(size -> size < hugePage)
                    .sorted()
                    .toArray());
        } catch (IOException hidden) {
            return new SmallHugePools(files, pageSize);
        }
    }

    /** Returns the bytes of the smallest page that may be called huge now: that of a pool which holds some, or a huge page. */
    long smallest() {
        return sizes.length == 0 ? hugePage : Arrays.stream(sizes).filter(this::holdsSome).findFirst().orElse(hugePage);
    }

    /** In use or free; a count that cannot be read may be any. */
    private boolean holdsSome(long size) {
        return Reading.of(files, POOLS + "/hugepages-" + size / KIB + "kB/nr_hugepages").word()
                .filter("0"::equals).isEmpty();
    }
}
