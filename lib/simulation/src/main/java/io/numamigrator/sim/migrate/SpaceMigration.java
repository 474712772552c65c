package io.numamigrator.sim.migrate;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Eviction;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.policy.NodeMap;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;

/** Migrates all of an address space from nodes to nodes: the work of migrate_pages(2), and of a cpuset that moves. */
public final class SpaceMigration {

    private final AddressSpace space;
    private final Machine machine;
    private final KernelVersion kernel;
    private final NodeTarget memory;
    private final boolean all;

    /** Prepare to migrate pages to memory of {@code allowed} nodes, with {@code all} those that others map, too. */
    public SpaceMigration(AddressSpace space, NodeSet allowed, boolean all) {
        this.space = space;
        this.machine = space.machine;
        this.kernel = machine.kernel();
        this.memory = new NodeTarget(machine, allowed, false);
        this.all = all;
    }

    /** Return how many pages stayed that should not have, or -ENOMEM. */
    public long migrate(NodeSet from, NodeSet to) {
        if (kernel.has(KernelSwitch.SWAP_BASED_MIGRATION)) {
            return evict(from.minus(to));
        }
        if (kernel.has(KernelSwitch.NEEDS_SWAP) && machine.swap().free() == 0) {
            return 0;
        }
        long stayed = 0;
        for (NodeMap.Step step : new NodeMap(from, to, kernel.has(KernelSwitch.UNEQUAL_MASKS_SKIP)).steps()) {
            long result = migrate(step);
            if (result < 0) {
                return result;
            }
            stayed += result;
        }
        return Math.min(stayed, Integer.MAX_VALUE);
    }

    private long migrate(NodeMap.Step step) {
        PageCollector collector = new PageCollector(space, all);
        boolean plainIsDone = !machine.stepsPages() && moveAtOnce(step, collector);
        Geometry geometry = space.geometry;
        for (Vma area : space.areas()) {
            long from = geometry.page(area.start());
            long to = geometry.page(area.end());
            if (!plainIsDone || space.table.hasOthers(from, to)) {
                collector.collect(area, from, to, node -> node == step.source());
            }
        }
        long result = new MigrationEngine(machine, memory).migrate(collector.list(), step.target());
        return result < 0 || !kernel.has(KernelSwitch.COUNTS_UNISOLATED) ? result : result + collector.unisolated();
    }

    private boolean moveAtOnce(NodeMap.Step step, PageCollector collector) {
        PlainRangeMigration plain = new PlainRangeMigration(space);
        for (Vma area : space.areas()) {
            if (collector.isMigratable(area)) {
                plain.add(space.geometry.page(area.start()), space.geometry.page(area.end()));
            }
        }
        return plain.move(step.source(), step.target(), memory);
    }

    /** 2.6.16-rc1: write pages to swap, so that they come back elsewhere when they are touched. */
    private long evict(NodeSet from) {
        Eviction eviction = new Eviction(space);
        long stayed = 0;
        PageCollector collector = new PageCollector(space, all);
        for (Vma area : space.areas()) {
            collector.collect(area, space.geometry.page(area.start()), space.geometry.page(area.end()), from::contains);
        }
        MigrationList list = collector.list();
        for (int i = 0; i < list.size(); i++) {
            Folio folio = list.folio(i);
            if (folio != null) {
                folio.isolated = false;
            }
            int pages = folio == null ? list.count(i) : 1;
            for (long page = list.page(i); page < list.page(i) + pages; page++) {
                stayed += eviction.evict(page) ? 0 : 1;
            }
        }
        return stayed;
    }
}
