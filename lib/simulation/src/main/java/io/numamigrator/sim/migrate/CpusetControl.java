package io.numamigrator.sim.migrate;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.policy.Policy;
import io.numamigrator.sim.policy.PolicyRebind;
import io.numamigrator.sim.task.Cpuset;
import io.numamigrator.sim.task.Cpuset.Version;
import io.numamigrator.sim.task.Process;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is written to the files of a cpuset, and what follows for its tasks: SEMANTICS 4. */
public final class CpusetControl {

    private final Task writer;
    private final Machine machine;
    private final KernelVersion kernel;

    public CpusetControl(Task writer) {
        this.writer = writer;
        this.machine = writer.process.machine();
        this.kernel = machine.kernel();
    }

    /** Write a process to {@code tasks} or {@code cgroup.procs}: 0, or -ENOSPC if the cpuset has no memory. */
    public int attach(Process process, Cpuset cpuset) {
        if (cpuset.version == Version.V1 && cpuset.mems().isEmpty()) {
            return NegativeErrno.ENOSPC;
        }
        machine.exclusively(() -> {
            Cpuset left = process.mainTask().cpuset();
            NodeSet memory = machine.nodesWithMemory();
            process.tasks().forEach(task -> task.enter(cpuset));
            if (!cpuset.effective(memory).equals(left.effective(memory))) {
                follow(process, left.departure(memory), migrates(cpuset));
            }
            cpuset.settle();
        });
        return 0;
    }

    /** Write {@code mems}: 0, -EACCES of the top cpuset, or -EINVAL of nodes without memory in version 1. */
    public int setMems(Cpuset cpuset, NodeSet mems) {
        if (cpuset.parent == null) {
            return NegativeErrno.EACCES;
        }
        if (cpuset.version == Version.V1 && !machine.nodesWithMemory().containsAll(mems)) {
            return NegativeErrno.EINVAL;
        }
        machine.exclusively(() -> {
            Map<Process, NodeSet> before = members(cpuset);
            cpuset.setMems(mems);
            before.forEach((process, nodes) -> {
                Cpuset own = process.mainTask().cpuset();
                if (!own.effective(machine.nodesWithMemory()).equals(nodes)) {
                    follow(process, nodes, migrates(own));
                }
            });
        });
        return 0;
    }

    /** Write {@code memory_migrate}; by itself it moves nothing. */
    public void setMemoryMigrate(Cpuset cpuset, boolean on) {
        machine.exclusively(() -> cpuset.setMemoryMigrate(on));
    }

    private boolean migrates(Cpuset cpuset) {
        return switch (cpuset.version) {
            case V1 -> cpuset.memoryMigrate();
            case V2 -> kernel.has(KernelSwitch.CPUSET_V2_MIGRATES);
        };
    }

    /** Return the processes of a cpuset and of those below it, with the nodes they have now. */
    private Map<Process, NodeSet> members(Cpuset cpuset) {
        Map<Process, NodeSet> members = new LinkedHashMap<>();
        for (Task task : writer.process.processes().all()) {
            Cpuset own = task.process.mainTask().cpuset();
            if (own.isWithin(cpuset)) {
                members.put(task.process, own.effective(machine.nodesWithMemory()));
            }
        }
        return members;
    }

    /** Let a process follow its cpuset from the nodes it had: its policies always, its pages if they are to. */
    private void follow(Process process, NodeSet before, boolean migrate) {
        NodeSet now = process.mainTask().cpuset().effective(machine.nodesWithMemory());
        AddressSpace space = process.space();
        NodeSet usable = process.mainTask().allowed();
        for (Task task : process.tasks()) {
            Policy policy = task.policy();
            task.setPolicy(policy == null ? null : PolicyRebind.rebind(policy, usable, kernel));
        }
        if (space == null) {
            return;
        }
        space.changeEach(area -> {
            Policy policy = area.policy();
            return policy == null ? area : area.withPolicy(PolicyRebind.rebind(policy, usable, kernel));
        });
        if (migrate) {
            boolean limited = kernel.has(KernelSwitch.CPUSET_LIMITED_BY_WRITER);
            NodeSet memory = limited ? writer.allowed() : machine.nodesWithMemory();
            new SpaceMigration(space, memory, true).migrate(before, now);
        }
    }
}
