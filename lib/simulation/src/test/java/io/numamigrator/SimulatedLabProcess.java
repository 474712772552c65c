package io.numamigrator;

import io.numamigrator.kernel.Kernel;
import io.numamigrator.sim.fixture.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Another process of a simulated machine. */
final class SimulatedLabProcess implements LabProcess {

    private final Workbench bench;
    private final Map<Integer, Workbench.SharedFile> files;
    private final List<SimulatedLabProcess> children = new ArrayList<>();
    private boolean reaped;

    SimulatedLabProcess(Workbench bench, Map<Integer, Workbench.SharedFile> files) {
        this.bench = bench;
        this.files = files;
    }

    @Override
    public int pid() {
        return bench.pid();
    }

    @Override
    public Kernel kernel() {
        return bench.kernel();
    }

    @Override
    public MemoryRange on(int node, int pages) {
        MemoryRange memory = bench.map(pages);
        bench.place(memory, node);
        return memory;
    }

    @Override
    public MemoryRange untouched(int pages) {
        return bench.map(pages);
    }

    @Override
    public MemoryRange sharing(MemoryRange memoryOfTheTest, int descriptor) {
        Workbench.SharedFile file = files.get(descriptor);
        if (file == null) {
            throw new IllegalArgumentException("no file " + descriptor);
        }
        MemoryRange memory = bench.map((int) (memoryOfTheTest.bytes() / kernel().pageSize()));
        bench.adoptFile(memory, file);
        bench.read(memory);
        return memory;
    }

    @Override
    public void write(MemoryRange memory) {
        bench.write(memory);
    }

    @Override
    public void read(MemoryRange memory) {
        bench.read(memory);
    }

    @Override
    public void pin(MemoryRange memory) {
        bench.pin(memory);
    }

    @Override
    public LabProcess fork() {
        SimulatedLabProcess child = new SimulatedLabProcess(bench.fork(), files);
        children.add(child);
        return child;
    }

    @Override
    public void become(int real, int effective, int saved) {
        bench.become(real, effective, saved);
    }

    @Override
    public void setDumpable(boolean dumpable) {
        bench.setDumpable(dumpable);
    }

    @Override
    public void becomeUserWith(int... capabilities) {
        bench.becomeUserWith(capabilities);
    }

    @Override
    public void confine(NodeSet nodes) {
        bench.confine(nodes);
    }

    @Override
    public void kill() {
        bench.exit();
    }

    @Override
    public void reap() {
        bench.reap();
        reaped = true;
    }

    @Override
    public int[] places(long... addresses) {
        return bench.places(addresses);
    }

    @Override
    public void close() {
        children.forEach(SimulatedLabProcess::close);
        if (bench.isAlive()) {
            bench.exit();
        }
        if (!reaped) {
            reap();
        }
    }
}
