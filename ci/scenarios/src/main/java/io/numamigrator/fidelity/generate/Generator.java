package io.numamigrator.fidelity.generate;

import io.numamigrator.fidelity.generate.Knowledge.Area;
import io.numamigrator.fidelity.scenario.Address;
import io.numamigrator.fidelity.scenario.Layout;
import io.numamigrator.fidelity.scenario.Operation;
import io.numamigrator.fidelity.scenario.Operation.Advice;
import io.numamigrator.fidelity.scenario.Operation.Kind;
import io.numamigrator.fidelity.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;

/** Makes scenarios by chance: most operations make sense, some do not, and all follow from the seed. */
public final class Generator {

    private static final int MOST_PROCESSES = 4;
    private static final int MOST_PINS = 4;
    private static final int SMALL = 12;

    private final Dice dice;
    private final Nodes nodes;
    private final CallGenerator calls;
    private final List<Knowledge> processes = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();
    private boolean crowded;

    private Generator(long seed, Nodes nodes) {
        this.dice = new Dice(seed);
        this.nodes = nodes;
        this.calls = new CallGenerator(dice, nodes);
    }

    /** Return the scenario of a seed. */
    public static Scenario scenario(long seed, Nodes nodes) {
        return new Generator(seed, nodes).scenario();
    }

    private Scenario scenario() {
        spawn();
        if (dice.percent(40)) {
            spawn();
        }
        for (Knowledge process : List.copyOf(processes)) {
            for (int i = dice.between(1, 3); i > 0; i--) {
                map(process);
            }
        }
        if (dice.percent(12)) {
            List.copyOf(processes).forEach(this::become);
        }
        for (int i = dice.between(4, 14); i > 0; i--) {
            step(dice.oneOf(processes.stream().filter(process -> process.alive).toList()));
        }
        return new Scenario(operations);
    }

    private void spawn() {
        Knowledge process = new Knowledge(processes.size());
        processes.add(process);
        operations.add(new Operation.Spawn(process.process));
    }

    /** Map an area, and most often touch some of it, under a policy or from some CPU. */
    private void map(Knowledge process) {
        if (process.areas.size() == Layout.AREAS) {
            return;
        }
        int number = process.areas.isEmpty() ? 0 : process.areas.lastKey() + 1;
        if (number == Layout.AREAS) {
            return;
        }
        Kind kind = Kind.values()[dice.weighted(40, 8, 10, 10, 6, 4, 2, 1)];
        int pages = switch (kind) {
            case HUGE, HUGETLB -> Layout.HUGE_PAGES * dice.between(1, 2);
            case ANONYMOUS, SHARED, FILE, PRIVATE_FILE, READ_ONLY, NO_ACCESS -> dice.between(1, SMALL);
        };
        Area area = new Area(number, kind, pages);
        process.areas.put(number, area);
        operations.add(new Operation.Map(process.process, number, kind, pages, file(process, kind)));
        if (dice.percent(85) && kind != Kind.NO_ACCESS) {
            if (dice.percent(40)) {
                runOn(process);
            }
            if (dice.percent(60)) {
                operations.add(calls.mbindBefore(process.process, area));
            }
            operations.add(new Operation.Touch(process.process, area.page(0), pages, kind != Kind.READ_ONLY));
        }
    }

    /** Return a file, often one that the process has mapped before. */
    private int file(Knowledge process, Kind kind) {
        if (kind != Kind.FILE && kind != Kind.PRIVATE_FILE) {
            return 0;
        }
        int file = process.files.isEmpty() || dice.percent(60)
                ? dice.below(Layout.FILES)
                : dice.oneOf(process.files);
        process.files.add(file);
        return file;
    }

    private void step(Knowledge process) {
        switch (dice.weighted(300, 80, 90, 50, 50, 25, 100, 20, 15, 12, 12, 40, 30, 15, 20, 25, 35, 40, 20, 3)) {
            case 0 -> operations.add(calls.movePages(process, target()));
            case 1 -> operations.add(calls.migratePages(process, target()));
            case 2 -> operations.add(calls.mbind(process));
            case 3 -> bind(process, calls.setMempolicy(process));
            case 4 -> operations.add(calls.getMempolicy(process));
            case 5 -> operations.add(calls.homeNode(process));
            case 6 -> touch(process);
            case 7 -> discard(process);
            case 8 -> part(process, (from, count) -> new Operation.Unmap(process.process, from, count));
            case 9 -> part(process,
                    (from, count) -> new Operation.Protect(process.process, from, count, dice.oneOf(0, 1, 3)));
            case 10 -> lock(process);
            case 11 -> map(process);
            case 12 -> fork(process);
            case 13 -> exit(process);
            case 14 -> become(process);
            case 15 -> runOn(process);
            case 16 -> bind(process, new Operation.Confine(process.process, calls.someWithMemory()));
            case 17 -> pin(process);
            case 18 -> unpin(process);
            default -> crowd(process);
        }
    }

    /**
     * Fill a node while a call wants to move pages there. Nothing else happens meanwhile, and nobody is bound to the node: a page that
     * a process needs and cannot get would end it.
     *
     * <p>Not migrate_pages(2): it also moves what the process needs for itself, of which the simulation knows nothing.
     */
    private void crowd(Knowledge process) {
        if (process.bound || crowded || mayHavePartialPages()) {
            return;
        }
        crowded = true;
        int node = dice.oneOf(nodes.withMemory());
        operations.add(
                new Operation.Fill(process.process, node, dice.percent(30) ? 0 : dice.between(1, 400)));
        operations.add(calls.to(node, process, target()));
        operations.add(new Operation.Empty(process.process, node));
    }

    /** A kernel short of memory splits huge pages that are mapped in part, when it comes to it. */
    private boolean mayHavePartialPages() {
        boolean huge =
                operations.stream().anyMatch(each -> each instanceof Operation.Map map && map.kind() == Kind.HUGE);
        return huge && operations.stream()
                .anyMatch(each -> each instanceof Operation.Unmap || each instanceof Operation.Advise
                        || each instanceof Operation.Fork);
    }

    /** Makes an operation on some pages of an area. */
    private interface OnPages {
        Operation of(Address from, int count);
    }

    private void part(Knowledge process, OnPages operation) {
        if (process.areas.isEmpty()) {
            return;
        }
        Area area = dice.oneOf(process.list());
        boolean whole = area.kind() == Kind.HUGETLB || dice.percent(30);
        int first = whole ? 0 : dice.below(area.pages());
        int most = area.isLarge() ? area.pages() - first : Math.min(4, area.pages() - first);
        operations.add(operation.of(area.page(first), whole ? area.pages() : dice.between(1, most)));
    }

    private void touch(Knowledge process) {
        boolean write = dice.percent(70);
        part(process, (from, count) -> new Operation.Touch(process.process, from, count, write));
    }

    /** Kernels before 5.18 do not discard hugetlb pages. */
    private void discard(Knowledge process) {
        if (process.areas.values().stream().noneMatch(area -> area.kind() == Kind.HUGETLB)) {
            part(process, (from, count) -> new Operation.Advise(process.process, from, count, Advice.DISCARD));
        }
    }

    /** Others than root may lock only little. */
    private void lock(Knowledge process) {
        if (!process.changed) {
            part(process, (from, count) -> new Operation.Lock(process.process, from, count));
        }
    }

    private void fork(Knowledge process) {
        if (processes.size() < MOST_PROCESSES) {
            Knowledge child = process.child(processes.size());
            processes.add(child);
            operations.add(new Operation.Fork(process.process, child.process));
        }
    }

    private void exit(Knowledge process) {
        if (processes.stream().filter(each -> each.alive).count() > 1) {
            process.alive = false;
            operations.add(new Operation.Exit(process.process));
            if (dice.percent(50)) {
                process.reaped = true;
                operations.add(new Operation.Reap(process.process));
            }
        }
    }

    private void become(Knowledge process) {
        if (process.changed) {
            return;
        }
        process.changed = true;
        List<Integer> kept = new ArrayList<>();
        for (int capability : new int[] {19, 21, 23}) {
            if (dice.percent(25)) {
                kept.add(capability);
            }
        }
        int user = dice.oneOf(0, 1000, 1001);
        boolean plain = dice.percent(70);
        operations.add(new Operation.Become(process.process, user, plain ? user : dice.oneOf(0, 1000),
                plain ? user : dice.oneOf(0, 1000, 1001), kept, dice.percent(80)));
    }

    private void bind(Knowledge process, Operation operation) {
        process.bound = true;
        operations.add(operation);
    }

    private void runOn(Knowledge process) {
        operations.add(new Operation.RunOn(process.process, dice.below(nodes.cpus())));
    }

    private void pin(Knowledge process) {
        List<Area> plain = process.list().stream().filter(area -> area.kind() == Kind.ANONYMOUS).toList();
        if (plain.isEmpty() || process.pinsEver == MOST_PINS) {
            return;
        }
        Area area = dice.oneOf(plain);
        int page = dice.below(area.pages());
        int count = dice.between(1, Math.min(2, area.pages() - page));
        operations.add(new Operation.Touch(process.process, area.page(page), count, true));
        operations.add(new Operation.Pin(process.process, area.page(page), count, process.pinsEver));
        process.pins.add(process.pinsEver++);
    }

    private void unpin(Knowledge process) {
        if (!process.pins.isEmpty()) {
            operations.add(new Operation.Unpin(process.process, process.pins.removeFirst()));
        }
    }

    /** Return a process to look into, one that ended too. */
    private Knowledge target() {
        return dice.oneOf(processes);
    }
}
