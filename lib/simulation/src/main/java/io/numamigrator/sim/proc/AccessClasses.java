package io.numamigrator.sim.proc;

import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.spec.MachineSpec;
import io.numamigrator.sim.spec.Performance;
import io.numamigrator.sim.version.KernelSwitch;
import java.util.function.IntUnaryOperator;

/**
 * The folders access0 and access1 of a node, where the firmware tells how fast memory is (HMAT): Linux 5.2 and 5.11.
 *
 * <p>The first is seen from the nearest initiator of any kind, the second from the nearest CPU. The machine knows the figures of the
 * CPU; a device that is nearer is so much faster as its distance is smaller.
 */
final class AccessClasses {

    private final Machine machine;
    private final MachineSpec spec;
    private final int id;

    AccessClasses(Machine machine, int id) {
        this.machine = machine;
        this.spec = machine.spec();
        this.id = id;
    }

    PseudoDirectory into(PseudoDirectory files) {
        boolean told = !spec.performance().isEmpty();
        return files
                .directory(told && machine.kernel().has(KernelSwitch.ACCESS0), "access0",
                        () -> access(spec::nearestInitiator))
                .directory(told && machine.kernel().has(KernelSwitch.ACCESS1), "access1",
                        () -> access(spec::nearestCpuNode));
    }

    private PseudoDirectory access(IntUnaryOperator nearest) {
        return new PseudoDirectory().directory("initiators", () -> initiators(nearest.applyAsInt(id)))
                .directory("targets", () -> targets(nearest));
    }

    private PseudoDirectory initiators(int from) {
        Performance own = spec.performance().get(id);
        PseudoDirectory files = new PseudoDirectory();
        if (own != null) {
            int near = spec.distance(from, id);
            int far = spec.distance(spec.nearestCpuNode(id), id);
            String bandwidth = (own.bandwidth() >> 20) * far / near + "\n";
            String latency = own.latency() * near / far + "\n";
            files.directory("node" + from, PseudoDirectory::new)
                    .file("read_bandwidth", bandwidth).file("read_latency", latency)
                    .file("write_bandwidth", bandwidth).file("write_latency", latency);
        }
        return files;
    }

    private PseudoDirectory targets(IntUnaryOperator nearest) {
        return new PseudoDirectory().links("node",
                machine.nodesWithMemory().stream().filter(target -> nearest.applyAsInt(target) == id));
    }
}
