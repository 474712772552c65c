package io.numamigrator.sim;

/** What an area maps. */
sealed interface Backing {

    /** Private memory without a file. */
    record Anonymous() implements Backing {}

    /** A file; shared memory is one, too. */
    record OfFile(SimulatedFile file) implements Backing {}

    /** Pages of the hugetlb pools; {@code file} names them in numa_maps. */
    record Hugetlb(SimulatedFile file) implements Backing {}

    /** Memory of a device, mapped by frame number: no pages. */
    record Device(String path) implements Backing {}

    /** The kernel's own code that every process maps. */
    record Vdso() implements Backing {}

    /** The kernel's own data beside the vdso: frames, no pages. */
    record Vvar() implements Backing {}

    Backing ANONYMOUS = new Anonymous();
}
