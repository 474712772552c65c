package io.numamigrator;

import io.numamigrator.pages.ByteSize;

/**
 * A hugetlb page that stayed where it is, because its target node had none of its size to put in its place.
 *
 * <p>A hugetlb page moves into a free page of the same size in the target's pool. If there is none, the kernel makes one of ordinary
 * memory and takes one from the pool that is left: the pools travel with the pages. It makes none of a gigantic size (1 GiB on x86-64),
 * and none where the node has not so much free memory in one piece.
 *
 * @param address first address of the page
 * @param pageBytes its size in bytes
 * @param node the node it was to go to
 */
public record PoolShortage(long address, long pageBytes, int node) {

    private static final long KIB = 1024;

    /** Returns the file of sysfs that the pool is enlarged by, a number of pages written to it by root. */
    public String pool() {
        return "/sys/devices/system/node/node" + node + "/hugepages/hugepages-" + pageBytes / KIB + "kB/nr_hugepages";
    }

    private String size() {
        return ByteSize.of(pageBytes);
    }

    /** Returns one sentence, with the remedy. */
    @Override
    public String toString() {
        return "one page of " + size() + " at 0x" + Long.toHexString(address) + " stayed: no free " + size()
                + " page in the pool of node "
                + node + ", and the kernel could not make one; raise " + pool() + ", then move again";
    }
}
