package io.numamigrator.sim;

/**
 * The folders access0 and access1 of a node, where the firmware tells how fast memory is (HMAT): Linux 5.2 and 5.11.
 *
 * <p>The first is seen from the nearest initiator of any kind, the second from the nearest CPU; here both are CPUs.
 */
final class AccessClasses {

    private final SimulatedMachine machine;
    private final MachineSpec spec;
    private final int id;

    AccessClasses(SimulatedMachine machine, int id) {
        this.machine = machine;
        this.spec = machine.spec();
        this.id = id;
    }

    PseudoDirectory into(PseudoDirectory files) {
        boolean told = !spec.performance().isEmpty();
        return files
                .directory(told && machine.kernel().has(KernelSwitch.ACCESS0), "access0", this::access)
                .directory(told && machine.kernel().has(KernelSwitch.ACCESS1), "access1", this::access);
    }

    private PseudoDirectory access() {
        return new PseudoDirectory().directory("initiators", this::initiators).directory("targets", this::targets);
    }

    private PseudoDirectory initiators() {
        Performance own = spec.performance().get(id);
        PseudoDirectory files = new PseudoDirectory();
        if (own != null) {
            String bandwidth = (own.bandwidth() >> 20) + "\n";
            String latency = own.latency() + "\n";
            files.directory("node" + spec.nearestCpuNode(id), PseudoDirectory::new)
                    .file("read_bandwidth", bandwidth).file("read_latency", latency)
                    .file("write_bandwidth", bandwidth).file("write_latency", latency);
        }
        return files;
    }

    private PseudoDirectory targets() {
        return new PseudoDirectory().links("node",
                machine.nodesWithMemory().stream().filter(target -> spec.nearestCpuNode(target) == id));
    }
}
