package io.numamigrator.sim.mm;

/** What an area maps. */
public sealed interface Backing {

    /** Private memory without a file. */
    public record Anonymous() implements Backing {}

    /** A file; shared memory is one, too. */
    public record OfFile(SimulatedFile file) implements Backing {}

    /** Pages of the hugetlb pools; {@code file} names them in numa_maps. */
    public record Hugetlb(SimulatedFile file) implements Backing {}

    /** Memory of a device, mapped by frame number: no pages. */
    public record Device(String path) implements Backing {}

    /** The kernel's own code that every process maps. */
    public record Vdso() implements Backing {}

    /** The kernel's own data beside the vdso: frames, no pages. */
    public record Vvar() implements Backing {}

    Backing ANONYMOUS = new Anonymous();
}
