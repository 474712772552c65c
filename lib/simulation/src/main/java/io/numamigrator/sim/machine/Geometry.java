package io.numamigrator.sim.machine;

/**
 * Sizes that follow from the size of a base page.
 *
 * <p>A page table fills one page with entries of 8 bytes, and one huge page stands for one page table: 512 pages of 4 KiB are
 * 2 MiB, 2048 of 16 KiB are 32 MiB, 8192 of 64 KiB are 512 MiB.
 */
public record Geometry(int pageSize) {

    /** Bits of an address in the widest space that Linux knows: x86-64 with five levels; arm64 has up to 52. */
    static final int ADDRESS_BITS = 57;

    /** First address after user space, on all machines that of the widest, less one page. */
    public long taskSize() {
        return (1L << ADDRESS_BITS) - pageSize;
    }

    public int pageShift() {
        return Integer.numberOfTrailingZeros(pageSize);
    }

    public int tableShift() {
        return pageShift() - 3;
    }

    /** Return the number of base pages in a page table, and in a huge page. */
    public int pagesPerTable() {
        return pageSize / 8;
    }

    public long hugeSize() {
        return (long) pageSize * pagesPerTable();
    }

    /** Return the number of the page that an address lies in. */
    public long page(long address) {
        return address >>> pageShift();
    }

    public long address(long page) {
        return page << pageShift();
    }

    /** Return the number of pages that hold {@code bytes} from a page boundary on. */
    public long pages(long bytes) {
        return (bytes + pageSize - 1) >>> pageShift();
    }

    public long headOf(long page) {
        return page & -pagesPerTable();
    }
}
