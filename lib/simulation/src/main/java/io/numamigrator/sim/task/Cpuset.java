package io.numamigrator.sim.task;

import io.numamigrator.NodeSet;
import org.jspecify.annotations.Nullable;

/** A group of tasks that may have memory on some nodes only. */
public final class Cpuset {

    /** Which of the two interfaces a cpuset belongs to. */
    public enum Version {
        /** Its {@code mems} are its own; tasks' pages follow if {@code memory_migrate} is set. */
        V1,
        /** Its {@code cpuset.mems} are cut to its parent's; tasks' pages follow always from Linux 5.15 on. */
        V2
    }

    public final String name;
    public final Version version;
    public final @Nullable Cpuset parent;
    private NodeSet mems;
    private boolean memoryMigrate;
    private @Nullable NodeSet departure;

    public Cpuset(String name, Version version, @Nullable Cpuset parent, NodeSet mems) {
        this.name = name;
        this.version = version;
        this.parent = parent;
        this.mems = mems;
    }

    /** Tell whether it is {@code other} or below it. */
    public boolean isWithin(Cpuset other) {
        return this == other || parent != null && parent.isWithin(other);
    }

    /** Return the nodes that were written to it. */
    public NodeSet mems() {
        return mems;
    }

    public void setMems(NodeSet nodes) {
        mems = nodes;
    }

    /** Return the nodes it has: in version 2 those of its parent too, and all of its parent's if none is left; the root has all. */
    public NodeSet effective(NodeSet withMemory) {
        if (parent == null) {
            return withMemory;
        }
        if (version == Version.V1) {
            return mems;
        }
        NodeSet above = parent.effective(withMemory);
        NodeSet both = mems.intersect(above).intersect(withMemory);
        return both.isEmpty() ? above : both;
    }

    /** Return the nodes with memory that its tasks may use; its nearest ancestor's if it has none. */
    NodeSet allowed(NodeSet withMemory) {
        NodeSet own = effective(withMemory).intersect(withMemory);
        return !own.isEmpty() || parent == null ? own : parent.allowed(withMemory);
    }

    /** Returns the nodes that the pages of a process are taken to come from when it leaves: the kernel's old_mems_allowed. */
    public NodeSet departure(NodeSet withMemory) {
        return departure == null ? effective(withMemory) : departure;
    }

    /** Lets pages come from other nodes than it has, until somebody enters or its memory changes. */
    void departFrom(NodeSet nodes) {
        departure = nodes;
    }

    /** Lets pages come from the nodes it has. */
    public void settle() {
        departure = null;
    }

    public boolean memoryMigrate() {
        return memoryMigrate;
    }

    public void setMemoryMigrate(boolean on) {
        memoryMigrate = on;
    }

    @Override
    public String toString() {
        return name + " mems " + mems;
    }
}
