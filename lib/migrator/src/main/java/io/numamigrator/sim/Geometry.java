package io.numamigrator.sim;

/**
 * Sizes that follow from the size of a base page.
 *
 * <p>A page table fills one page with entries of 8 bytes, and one huge page stands for one page table: 512 pages of 4 KiB are
 * 2 MiB, 2048 of 16 KiB are 32 MiB, 8192 of 64 KiB are 512 MiB.
 */
record Geometry(int pageSize) {

    /** Bits of an address in the widest space that Linux knows: x86-64 with five levels; arm64 has up to 52. */
    static final int ADDRESS_BITS = 57;

    /** First address behind user space, on all machines that of the widest, less one page. */
    long taskSize() {
        return (1L << ADDRESS_BITS) - pageSize;
    }

    int pageShift() {
        return Integer.numberOfTrailingZeros(pageSize);
    }

    int tableShift() {
        return pageShift() - 3;
    }

    /** Return the number of base pages in a page table, and in a huge page. */
    int pagesPerTable() {
        return pageSize / 8;
    }

    long hugeSize() {
        return (long) pageSize * pagesPerTable();
    }

    /** Return the number of the page that an address lies in. */
    long page(long address) {
        return address >>> pageShift();
    }

    long address(long page) {
        return page << pageShift();
    }

    /** Return the number of pages that hold {@code bytes} from a page boundary on. */
    long pages(long bytes) {
        return (bytes + pageSize - 1) >>> pageShift();
    }

    long headOf(long page) {
        return page & -pagesPerTable();
    }
}
