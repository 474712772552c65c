package io.numamigrator.pages;

/** Scattered addresses, in the caller's order, repeated ones included. */
public record AddressList(long[] addresses) implements PageList {

    @Override
    public int count() {
        return addresses.length;
    }

    @Override
    public long address(int i) {
        return addresses[i];
    }

    @Override
    public void fill(int from, int n, long[] into, int at) {
        System.arraycopy(addresses, from, into, at, n);
    }

    @Override
    public int contiguous(int i) {
        return 1;
    }
}
