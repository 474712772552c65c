package io.numamigrator.sim;

import io.numamigrator.MemoryRange;

/** Pages in the states that the semantics document speaks of, each made fresh, on one node. */
final class PageKinds {

    static final int PAGE = 4096;

    private final Machine machine;
    private final SimulatedProcess process;

    PageKinds(SimulatedProcess process) {
        this.machine = process.core().machine();
        this.process = process;
    }

    /** Return the address of a page of this kind; where it is on a node at all, on {@code node}. */
    long address(String kind, int node) {
        return switch (kind) {
            case "g" -> touched(node).start();
            case "P" -> pinned(node);
            case "none" -> process.map(PAGE).start();
            case "zero" -> zero();
            case "hole" -> hole();
            case "top" -> 0x7fff_f000_0000L;
            case "null" -> 0;
            case "kernel" -> 0xffff_8000_0000_0000L;
            case "device" -> map(new Backing.Device("/dev/mem"), false);
            case "vvar" -> KernelAreas.find(process.core().requireSpace(), "[vvar]");
            case "vdso" -> KernelAreas.find(process.core().requireSpace(), "[vdso]");
            case "shmem-none" -> process.mapShared(PAGE).start();
            case "file-none" -> file(FileSystem.DISK, true);
            case "private-file-none" -> file(FileSystem.DISK, false);
            case "shmem" -> placed(file(FileSystem.SHMEM, true), node);
            case "file" -> placed(file(FileSystem.DISK, true), node);
            case "cow" -> placed(file(FileSystem.DISK, false), node);
            case "low-zone" -> placed(file(FileSystem.LOW_ZONE, true), node);
            case "dax" -> placed(file(FileSystem.DAX, true), node);
            case "no-method" -> placed(file(FileSystem.WITHOUT_METHOD, true), node);
            case "no-writing" -> placed(file(FileSystem.WITHOUT_WRITING, true), node);
            case "write-fails" -> placed(file(FileSystem.WRITE_FAILS, true), node);
            case "forbids" -> placed(file(FileSystem.FORBIDS, true), node);
            case "swapped" -> swapped(touched(node));
            case "shmem-swapped" -> swapped(range(placed(file(FileSystem.SHMEM, true), node)));
            case "ksm" -> merged(node);
            case "protnone" -> protNone(node);
            case "mlocked" -> mlocked(node);
            case "forked" -> forked(node);
            case "double" -> doubleMapped(node);
            case "hugetlb-none" -> hugetlb();
            case "hugetlb" -> placed(hugetlb(), node);
            case "hugetlb-tail" -> placed(hugetlb(), node) + 5 * PAGE;
            case "device-memory" -> zoneDevice(node);
            case "thp" -> huge(node).start();
            case "thp-tail" -> huge(node).start() + 7 * PAGE;
            default -> throw new IllegalArgumentException(kind);
        };
    }

    static MemoryRange range(long address) {
        return new MemoryRange(address, PAGE);
    }

    MemoryRange touched(int node) {
        MemoryRange page = process.map(PAGE);
        process.place(page, node);
        return page;
    }

    private long pinned(int node) {
        MemoryRange page = touched(node);
        process.pin(page);
        return page.start();
    }

    private long zero() {
        MemoryRange page = process.map(PAGE);
        process.read(page);
        return page.start();
    }

    private long hole() {
        MemoryRange page = process.map(PAGE);
        process.unmap(page);
        return page.start();
    }

    private long placed(long address, int node) {
        process.place(range(address), node);
        return address;
    }

    private long file(FileSystem fileSystem, boolean shared) {
        return map(new Backing.OfFile(new SimulatedFile("/data", fileSystem)), shared);
    }

    private long map(Backing backing, boolean shared) {
        return new MemoryWords(process.core()).mapBacking(backing, 0, PAGE, shared, "").start();
    }

    private long swapped(MemoryRange page) {
        process.swapOut(page);
        return page.start();
    }

    /** One page of two that were merged, the other in a process that has ended; so it is mapped once. */
    private long merged(int node) {
        MemoryRange page = touched(node);
        process.merge(page);
        return page.start();
    }

    private long protNone(int node) {
        MemoryRange page = touched(node);
        process.protectNone(page);
        return page.start();
    }

    private long mlocked(int node) {
        MemoryRange page = touched(node);
        process.lock(page);
        return page.start();
    }

    private long forked(int node) {
        MemoryRange page = touched(node);
        process.fork();
        return page.start();
    }

    private long doubleMapped(int node) {
        SimulatedFile file = new SimulatedFile("/data", FileSystem.DISK);
        long one = placed(map(new Backing.OfFile(file), true), node);
        placed(map(new Backing.OfFile(file), true), node);
        return one;
    }

    private long hugetlb() {
        for (int node : machine.nodesWithMemory()) {
            machine.exclusively(() -> machine.node(node).hugetlb.resize(8));
        }
        return map(new Backing.Hugetlb(new SimulatedFile("/anon_hugepage (deleted)", FileSystem.SHMEM)), false);
    }

    private long zoneDevice(int node) {
        MemoryRange page = touched(node);
        Folio folio = new Promotion(process.core().requireSpace()).folioAt(page.start() / PAGE);
        folio.kind = Folio.Kind.ZONE_DEVICE;
        return page.start();
    }

    MemoryRange huge(int node) {
        MemoryRange whole = process.mapHuge(512L * PAGE);
        process.place(whole, node);
        return whole;
    }
}
