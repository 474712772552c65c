package io.numamigrator.pages;

/** The pages that a query is about, each named by the address the kernel is asked for, in the caller's order. */
public sealed interface PageList permits PageSpan, AddressList, MovePlan {

    /** Return the number of pages. */
    int count();

    /** Return the address that stands for page {@code i}. */
    long address(int i);

    /** Write the addresses of pages {@code [from, from + n)} to {@code into}, from index {@code at} on. */
    void fill(int from, int n, long[] into, int at);

    /** Return how many pages from page {@code i} on are neighbours in memory, at least 1. */
    int contiguous(int i);
}
