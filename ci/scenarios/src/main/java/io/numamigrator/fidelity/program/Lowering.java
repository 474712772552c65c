package io.numamigrator.fidelity.program;

import static io.numamigrator.fidelity.program.SystemCalls.CAPABILITY_VERSION_3;
import static io.numamigrator.fidelity.program.SystemCalls.CAPSET;
import static io.numamigrator.fidelity.program.SystemCalls.FTRUNCATE;
import static io.numamigrator.fidelity.program.SystemCalls.MADVISE;
import static io.numamigrator.fidelity.program.SystemCalls.MAP_ANONYMOUS;
import static io.numamigrator.fidelity.program.SystemCalls.MAP_FIXED;
import static io.numamigrator.fidelity.program.SystemCalls.MAP_HUGETLB;
import static io.numamigrator.fidelity.program.SystemCalls.MAP_PRIVATE;
import static io.numamigrator.fidelity.program.SystemCalls.MAP_SHARED;
import static io.numamigrator.fidelity.program.SystemCalls.MLOCK;
import static io.numamigrator.fidelity.program.SystemCalls.MMAP;
import static io.numamigrator.fidelity.program.SystemCalls.MPROTECT;
import static io.numamigrator.fidelity.program.SystemCalls.MUNMAP;
import static io.numamigrator.fidelity.program.SystemCalls.PRCTL;
import static io.numamigrator.fidelity.program.SystemCalls.PROT_READ;
import static io.numamigrator.fidelity.program.SystemCalls.PROT_READ_WRITE;
import static io.numamigrator.fidelity.program.SystemCalls.PR_SET_DUMPABLE;
import static io.numamigrator.fidelity.program.SystemCalls.PR_SET_KEEPCAPS;
import static io.numamigrator.fidelity.program.SystemCalls.SCHED_SETAFFINITY;
import static io.numamigrator.fidelity.program.SystemCalls.SETRESGID;
import static io.numamigrator.fidelity.program.SystemCalls.SETRESUID;

import io.numamigrator.fidelity.scenario.Address;
import io.numamigrator.fidelity.scenario.Layout;
import io.numamigrator.fidelity.scenario.Operation;
import io.numamigrator.fidelity.scenario.Operation.Kind;
import io.numamigrator.fidelity.scenario.Processes;
import io.numamigrator.fidelity.scenario.Scenario;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Collectors;

/**
 * Turns scenarios into instructions: the one place that says what an operation means, whichever kernel carries it out.
 *
 * <p>After each operation all pages of all processes are looked for, and at the end the lines of numa_maps.
 */
public final class Lowering {

    private final Program program = new Program();
    private final Processes processes = new Processes();
    private final CallLowering calls = new CallLowering(program);

    private Lowering() {}

    public static Program of(Scenario scenario) {
        Lowering lowering = new Lowering();
        int number = 0;
        for (Operation operation : scenario.operations()) {
            lowering.program.begin(number++);
            lowering.lower(operation);
            lowering.lookForPages();
        }
        lowering.readMaps();
        return lowering.program;
    }

    private void lower(Operation operation) {
        switch (operation) {
            case Operation.Spawn(int process) -> spawn(process);
            case Operation.Fork(int process, int child) -> {
                program.numbers(Opcode.FORK, process, "fork", child);
                processes.fork(process, child);
            }
            case Operation.Exit(int process) -> {
                program.plain(Opcode.EXIT, process);
                processes.end(process);
            }
            case Operation.Reap(int process) -> program.plain(Opcode.REAP, process);
            case Operation.Become become -> become(become);
            case Operation.RunOn(int process, int cpu) -> {
                processes.runOn(process, cpu);
                stay(process);
            }
            case Operation.Confine(int process, var nodes) -> {
                program.text(Opcode.CONFINE, process, "cpuset",
                        nodes.stream().map(String::valueOf).collect(Collectors.joining(",")));
                // A process that enters a cpuset may run on all CPUs of it.
                stay(process);
            }
            case Operation.Fill(int process, int node, int left) ->
                program.numbers(Opcode.FILL, process, "fill", node, left);
            case Operation.Empty(int process, int node) -> program.numbers(Opcode.EMPTY, process, "empty", node);
            case Operation.Map map -> map(map);
            case Operation.Unmap(int process, Address from, int pages) ->
                range(process, "munmap", MUNMAP, from, pages);
            case Operation.Protect(int process, Address from, int pages, int protection) ->
                program.call(process, "mprotect", 0, MPROTECT, from.value(), bytes(pages), protection);
            case Operation.Lock(int process, Address from, int pages) -> range(process, "mlock", MLOCK, from, pages);
            case Operation.Advise(int process, Address from, int pages, Operation.Advice advice) ->
                program.call(process, "madvise", 0, MADVISE, from.value(), bytes(pages), advice.number);
            case Operation.Touch(int process, Address from, int pages, boolean write) ->
                program.numbers(Opcode.TOUCH, process, "touch", from.value(), pages, write ? 1 : 0);
            case Operation.Pin(int process, Address from, int pages, int pin) ->
                program.numbers(Opcode.PIN, process, "pin", pin, from.value(), pages);
            case Operation.Unpin(int process, int pin) -> program.numbers(Opcode.UNPIN, process, "unpin", pin);
            case Operation.MovePages call -> calls.movePages(call);
            case Operation.MigratePages call -> calls.migratePages(call);
            case Operation.Mbind call -> calls.mbind(call);
            case Operation.SetMempolicy call -> calls.setMempolicy(call);
            case Operation.GetMempolicy call -> calls.getMempolicy(call);
            case Operation.HomeNode call -> calls.homeNode(call);
        }
    }

    private void range(int process, String what, int number, Address from, int pages) {
        program.call(process, what, 0, number, from.value(), bytes(pages));
    }

    private void stay(int process) {
        program.poke(process, Layout.array(0, true), longs(1L << processes.cpu(process)));
        program.call(process, "sched_setaffinity", 0, SCHED_SETAFFINITY, 0, Long.BYTES, Layout.array(0, true));
    }

    private void spawn(int process) {
        program.plain(Opcode.SPAWN, process);
        processes.spawn(process);
        int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
        for (int i = 0; i < Layout.ARRAYS; i++) {
            program.call(process, "array", 0, MMAP, Layout.array(i, true), Layout.PAGE, PROT_READ_WRITE, flags, -1, 0);
            program.call(process, "array", 0, MMAP, Layout.array(i, false), Layout.PAGE, PROT_READ, flags, -1, 0);
        }
    }

    private void become(Operation.Become become) {
        int process = become.process();
        int group = become.real();
        program.call(process, "prctl", 0, PRCTL, PR_SET_KEEPCAPS, 1);
        program.call(process, "setresgid", 0, SETRESGID, group, group, group);
        program.call(process, "setresuid", 0, SETRESUID, become.real(), become.effective(), become.saved());
        long mask = become.capabilities().stream().mapToLong(bit -> 1L << bit).sum();
        program.poke(process, Layout.array(0, true), ints(CAPABILITY_VERSION_3, 0));
        program.poke(process, Layout.array(1, true), ints((int) mask, (int) mask, 0, 0, 0, 0));
        program.call(process, "capset", 0, CAPSET, Layout.array(0, true), Layout.array(1, true));
        program.call(process, "prctl", 0, PRCTL, PR_SET_DUMPABLE, become.dumpable() ? 1 : 0);
    }

    private void map(Operation.Map map) {
        int process = map.process();
        Kind kind = map.kind();
        boolean ofFile = kind == Kind.FILE || kind == Kind.PRIVATE_FILE;
        int file = ofFile ? Layout.FIRST_FILE + map.file() : -1;
        if (ofFile) {
            program.call(process, "ftruncate", 0, FTRUNCATE, file, Layout.area(1) - Layout.area(0));
        }
        int protection = switch (kind) {
            case READ_ONLY -> PROT_READ;
            case NO_ACCESS -> 0;
            case ANONYMOUS, HUGE, SHARED, FILE, PRIVATE_FILE, HUGETLB -> PROT_READ_WRITE;
        };
        int sharing = switch (kind) {
            case SHARED -> MAP_SHARED | MAP_ANONYMOUS;
            case FILE -> MAP_SHARED;
            case PRIVATE_FILE -> MAP_PRIVATE;
            case HUGETLB -> MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB;
            case ANONYMOUS, HUGE, READ_ONLY, NO_ACCESS -> MAP_PRIVATE | MAP_ANONYMOUS;
        };
        long start = Layout.area(map.area());
        program.call(process, "mmap", 0, MMAP, start, bytes(map.pages()), protection, sharing | MAP_FIXED, file, 0);
        if (kind == Kind.HUGE) {
            program.call(process, "madvise", 0, MADVISE, start, bytes(map.pages()), Operation.Advice.HUGE.number);
        }
        processes.map(process, map.area(), map.pages());
    }

    private void lookForPages() {
        processes.eachAlive((process, pages) -> {
            if (pages.length > 0) {
                program.numbers(Opcode.PLACES, process, "places of process " + process, pages);
            }
        });
    }

    private void readMaps() {
        processes.eachAlive((process, _) -> program.numbers(Opcode.MAPS, process, "numa_maps of process " + process,
                Layout.area(0), Layout.end()));
    }

    public static long bytes(int pages) {
        return (long) pages * Layout.PAGE;
    }

    static ByteBuffer longs(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            buffer.putLong(value);
        }
        return buffer.flip();
    }

    static ByteBuffer ints(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            buffer.putInt(value);
        }
        return buffer.flip();
    }
}
