package io.numamigrator;

import static org.junit.jupiter.api.Assumptions.abort;

import io.numamigrator.kernel.Kernel;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.fixture.Workbench;
import java.util.ArrayList;
import java.util.List;

/** A process of a simulated machine, whose memory is addresses alone. */
final class SimulatedAbsentMemory implements AbsentMemory {

    private final Workbench bench;
    private final List<MemoryRange> made = new ArrayList<>();
    private final NumaMigrator numa;
    private boolean hasSwapped;

    /** A shared page stays in its file, which nobody deletes here. */
    private int hugetlbPages;

    SimulatedAbsentMemory(String kernel) {
        this(SimulatedLaboratory.severalNodes(kernel));
    }

    SimulatedAbsentMemory(SimulatedMachine machine) {
        bench = Workbench.on(machine);
        numa = bench.numa();
    }

    private MemoryRange made(MemoryRange range) {
        made.add(range);
        return range;
    }

    @Override
    public NumaMigrator numa() {
        return numa;
    }

    @Override
    public Kernel kernel() {
        return bench.kernel();
    }

    @Override
    public NodeSet nodes() {
        return bench.nodes();
    }

    @Override
    public KernelRelease release() {
        return KernelRelease.of(bench.release());
    }

    @Override
    public MemoryRange untouched(int pages) {
        return made(bench.map(pages));
    }

    @Override
    public MemoryRange touched(int pages, int node) {
        return placed(untouched(pages), node);
    }

    private MemoryRange placed(MemoryRange memory, int node) {
        bench.place(memory, node);
        return memory;
    }

    @Override
    public MemoryRange zero(int pages) {
        MemoryRange memory = untouched(pages);
        bench.read(memory);
        return memory;
    }

    @Override
    public MemoryRange cached(int pages, int node, boolean stays) {
        return mappedAfter(new Workbench.SharedFile(), pages, node, stays);
    }

    private MemoryRange mappedAfter(Workbench.SharedFile file, int pages, int node, boolean stays) {
        MemoryRange other = placed(bench.mapFile(file, pages), node);
        if (stays) {
            made(other);
        } else {
            bench.unmap(other);
        }
        return made(bench.mapFile(file, pages));
    }

    @Override
    public MemoryRange cachedFile(int pages, int node) {
        return mappedAfter(Workbench.SharedFile.onDisk(), pages, node, false);
    }

    @Override
    public MemoryRange hole(int pages) {
        return made(bench.mapFile(new Workbench.SharedFile(), pages));
    }

    @Override
    public MemoryRange huge(int node) {
        return placed(made(bench.mapHuge()), node);
    }

    @Override
    public MemoryRange hugetlb(int node) {
        hugetlbPages++;
        bench.hugetlbPages(node, 8L + hugetlbPages);
        MemoryRange[] twice = bench.mapHugetlbTwice();
        made(placed(twice[0], node));
        return made(twice[1]);
    }

    @Override
    public MemoryRange swapped(int pages, int node) {
        MemoryRange memory = touched(pages, node);
        bench.swapOut(memory);
        hasSwapped = true;
        return memory;
    }

    @Override
    public MemoryRange sharedSwapped(int pages, int node) {
        MemoryRange memory = placed(hole(pages), node);
        bench.swapOut(memory);
        hasSwapped = true;
        return memory;
    }

    @Override
    public boolean hasSwapped() {
        return hasSwapped;
    }

    @Override
    public MemoryRange device() {
        return made(bench.mapDevice(4));
    }

    @Override
    public MemoryRange guard(int pages) {
        return abort("the simulated machine has no guard regions");
    }

    @Override
    public MemoryRange poisoned(int pages) {
        return abort("no memory of the simulated machine breaks");
    }

    @Override
    public void read(MemoryRange memory) {
        bench.read(memory);
    }

    @Override
    public void discard(MemoryRange memory) {
        bench.discard(memory);
    }

    @Override
    public void close() {
        made.reversed().forEach(bench::unmap);
        made.clear();
    }
}
