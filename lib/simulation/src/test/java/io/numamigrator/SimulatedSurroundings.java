package io.numamigrator;

import io.numamigrator.kernel.Kernel;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.fixture.Workbench;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Callable;

/** A simulated machine, and processes of it. */
final class SimulatedSurroundings extends Surroundings {

    private static final int PAGES = 16;
    private static final int NOBODY = 65534;

    private final Workbench bench;
    private final Workbench.SharedFile library = new Workbench.SharedFile();

    SimulatedSurroundings(SimulatedMachine machine) {
        bench = Workbench.on(machine);
        withLibrary(bench);
    }

    /** Let a process map a file that all processes map, as programs do. */
    private void withLibrary(Workbench process) {
        MemoryRange code = process.map(PAGES);
        process.adoptFile(code, library);
        process.write(code);
    }

    @Override
    public NumaMigrator numa() {
        return bench.numa();
    }

    @Override
    public Kernel kernel() {
        return bench.kernel();
    }

    @Override
    public KernelRelease release() {
        return KernelRelease.of(bench.release());
    }

    @Override
    public int nodeIds() {
        return bench.nodeIds();
    }

    @Override
    public void write(MemorySegment memory) {
        memory.fill((byte) 1);
        bench.write(MemoryRange.of(memory));
    }

    @Override
    public void pin(MemorySegment memory) {
        bench.pin(MemoryRange.of(memory));
    }

    @Override
    public void requireRoot() {
        // The first process of a machine has all capabilities.
    }

    @Override
    public <T> T withoutCapabilities(Callable<T> work) throws Exception {
        return bench.withoutCapabilities(work);
    }

    /** Another process of the machine. */
    private final class Other implements Bystander {

        private final Workbench process = bench.spawn();

        Other() {
            process.write(process.map(PAGES));
            withLibrary(process);
        }

        @Override
        public int pid() {
            return process.pid();
        }

        @Override
        public int zombie() {
            Workbench child = process.fork();
            child.exit();
            return child.pid();
        }

        @Override
        public void close() {
            process.exit();
            process.reap();
        }
    }

    @Override
    public Bystander own() {
        return new Other();
    }

    @Override
    public Bystander ofNobody() {
        Other other = new Other();
        other.process.become(NOBODY, NOBODY, NOBODY);
        return other;
    }

    @Override
    public Bystander ownWithoutCapabilities() {
        Other other = new Other();
        other.process.giveUpCapabilities();
        return other;
    }

    @Override
    public Bystander withZombie() {
        return new Other();
    }
}
