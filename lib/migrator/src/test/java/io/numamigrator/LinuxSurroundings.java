package io.numamigrator;

import io.numamigrator.kernel.Kernel;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Callable;

/** The running kernel by one route, and real processes. */
final class LinuxSurroundings extends Surroundings {

    private final Route route;

    LinuxSurroundings(Route route) {
        this.route = route;
    }

    @Override
    public NumaMigrator numa() {
        return Routes.migrator(route);
    }

    @Override
    public Kernel kernel() {
        return Routes.kernel(route);
    }

    @Override
    public KernelRelease release() {
        return KernelRelease.of(System.getProperty("os.version"));
    }

    @Override
    public int nodeIds() {
        return RealMachine.nodeIds();
    }

    @Override
    public void write(MemorySegment memory) {
        memory.fill((byte) 1);
    }

    @Override
    public void pin(MemorySegment memory) {
        PipePin.hold(memory, arena());
    }

    @Override
    public void requireRoot() throws IOException {
        Privileges.requireRoot();
    }

    @Override
    public <T> T withoutCapabilities(Callable<T> work) throws Exception {
        return Privileges.withoutCapabilities(work);
    }

    @Override
    public Bystander own() throws IOException {
        return OtherProcess.own();
    }

    @Override
    public Bystander ofNobody() throws IOException {
        return OtherProcess.ofNobody();
    }

    @Override
    public Bystander ownWithoutCapabilities() throws IOException {
        return OtherProcess.ownWithoutCapabilities();
    }

    @Override
    public Bystander withZombie() throws IOException {
        return OtherProcess.withZombie();
    }
}
