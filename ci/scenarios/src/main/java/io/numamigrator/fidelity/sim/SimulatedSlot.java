package io.numamigrator.fidelity.sim;

import static io.numamigrator.fidelity.program.SystemCalls.CAPSET;
import static io.numamigrator.fidelity.program.SystemCalls.FTRUNCATE;
import static io.numamigrator.fidelity.program.SystemCalls.GET_MEMPOLICY;
import static io.numamigrator.fidelity.program.SystemCalls.MADVISE;
import static io.numamigrator.fidelity.program.SystemCalls.MBIND;
import static io.numamigrator.fidelity.program.SystemCalls.MIGRATE_PAGES;
import static io.numamigrator.fidelity.program.SystemCalls.MLOCK;
import static io.numamigrator.fidelity.program.SystemCalls.MMAP;
import static io.numamigrator.fidelity.program.SystemCalls.MOVE_PAGES;
import static io.numamigrator.fidelity.program.SystemCalls.MPROTECT;
import static io.numamigrator.fidelity.program.SystemCalls.MUNMAP;
import static io.numamigrator.fidelity.program.SystemCalls.PRCTL;
import static io.numamigrator.fidelity.program.SystemCalls.SCHED_SETAFFINITY;
import static io.numamigrator.fidelity.program.SystemCalls.SETRESGID;
import static io.numamigrator.fidelity.program.SystemCalls.SETRESUID;
import static io.numamigrator.fidelity.program.SystemCalls.SET_MEMPOLICY;
import static io.numamigrator.fidelity.program.SystemCalls.SET_MEMPOLICY_HOME_NODE;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.fidelity.scenario.Layout;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.sim.fault.ProcessMemory;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.migrate.CpusetControl;
import io.numamigrator.sim.mm.HeldPages;
import io.numamigrator.sim.mm.SimulatedFile;
import io.numamigrator.sim.syscall.SimulatedKernel;
import io.numamigrator.sim.task.Cpuset;
import io.numamigrator.sim.task.Process;
import io.numamigrator.sim.task.Task;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A process of a scenario on the simulated machine: raw system calls with raw addresses. */
final class SimulatedSlot {

    private static final int PAGES = 2 * Layout.ARRAYS;

    private final Task coordinator;
    final Process process;
    private final Arena arena;
    private final CallFrame frame;
    private final SimulatedFile[] files;
    private final SimulatedKernel kernel;
    private final SlotMemory memory;
    private final SlotIdentity identity;
    private final MemorySegment arguments;
    private final Map<Integer, List<HeldPages>> pins = new HashMap<>();
    private @Nullable Cpuset cpuset;

    SimulatedSlot(Task coordinator, Process process, Arena arena, CallFrame frame, SimulatedFile[] files) {
        this.coordinator = coordinator;
        this.process = process;
        this.arena = arena;
        this.frame = frame;
        this.files = files;
        this.kernel = new SimulatedKernel(process.mainTask());
        this.memory = new SlotMemory(process, files);
        this.identity = new SlotIdentity(process);
        this.arguments = arena.allocate((long) PAGES * Layout.PAGE, Layout.PAGE);
    }

    SimulatedSlot fork() {
        SimulatedSlot child = new SimulatedSlot(coordinator, process.processes().fork(process, process.pidNamespace()),
                arena, frame, files);
        child.arguments.copyFrom(arguments);
        return child;
    }

    /** Return what a pointer of the process points to: nothing after what can be reached. */
    private MemorySegment at(long address) {
        if (address == 0) {
            return MemorySegment.NULL;
        }
        if (!Layout.isArgument(address)) {
            return MemorySegment.ofAddress(address);
        }
        long page = (address - Layout.array(0, true)) / Layout.PAGE;
        boolean isHole = page % 2 != 0;
        if (isHole) {
            return MemorySegment.ofAddress(address);
        }
        MemorySegment whole = arguments.asSlice(page / 2 * Layout.PAGE, Layout.PAGE);
        MemorySegment rest = whole.asSlice(address % Layout.PAGE);
        return page % 4 == 0 ? rest : rest.asReadOnly();
    }

    void poke(long address, ByteBuffer content) {
        MemorySegment.copy(MemorySegment.ofBuffer(content), 0, at(address), 0, content.remaining());
    }

    byte[] peek(long address, int bytes) {
        return at(address).asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
    }

    long call(int number, long[] a) {
        return switch (number) {
            case MOVE_PAGES -> kernel.movePages(frame, (int) a[0], a[1], at(a[2]), at(a[3]), at(a[4]), (int) a[5]);
            case MIGRATE_PAGES -> kernel.migratePages(frame, (int) a[0], a[1], at(a[2]), at(a[3]));
            case MBIND -> kernel.mbind(frame, a[0], a[1], (int) a[2], at(a[3]), a[4], (int) a[5]);
            case SET_MEMPOLICY -> kernel.setMempolicy(frame, (int) a[0], at(a[1]), a[2]);
            case GET_MEMPOLICY -> kernel.getMempolicy(frame, at(a[0]), at(a[1]), a[2], a[3], (int) a[4]);
            case SET_MEMPOLICY_HOME_NODE -> kernel.setMempolicyHomeNode(frame, a[0], a[1], a[2], a[3]);
            case MMAP -> Layout.isArgument(a[0]) ? a[0] : memory.map(a);
            case MUNMAP -> memory.unmap(a[0], a[1]);
            case MPROTECT -> memory.protect(a[0], a[1], (int) a[2]);
            case MLOCK -> memory.lock(a[0], a[1]);
            case MADVISE -> memory.advise(a[0], a[1], (int) a[2]);
            case FTRUNCATE -> 0;
            case SETRESGID -> identity.setGroup(a);
            case SETRESUID -> identity.setUser(a);
            case CAPSET -> identity.keep(at(a[1]).get(ValueLayout.JAVA_INT, 0));
            case PRCTL -> identity.control((int) a[0], a[1]);
            case SCHED_SETAFFINITY -> {
                process.runOn(Long.numberOfTrailingZeros(at(a[2]).get(ValueLayout.JAVA_LONG_UNALIGNED, 0)));
                yield 0;
            }
            default -> throw new IllegalArgumentException("no scenario makes system call " + number);
        };
    }

    long touch(long address, long pages, boolean write) {
        return memory.touch(address, pages, write);
    }

    /** Hold pages up to the first that cannot be read, as vmsplice(2) does. */
    long pin(int number, long address, long pages) {
        List<HeldPages> held = new ArrayList<>();
        pins.put(number, held);
        long there = 0;
        for (long at = address; there < pages && memory.touch(at, 1, false) == 0; at += Layout.PAGE) {
            if (memory.hasPage(at)) {
                held.add(new ProcessMemory(process).hold(new MemoryRange(at, Layout.PAGE)));
            }
            there++;
        }
        return there == 0 ? NegativeErrno.EFAULT : there;
    }

    long unpin(int number) {
        pins.getOrDefault(number, List.of()).forEach(HeldPages::letGo);
        pins.remove(number);
        return 0;
    }

    void exit() {
        pins.values().forEach(held -> held.forEach(HeldPages::letGo));
        pins.clear();
        process.exit();
    }

    long confine(NodeSet nodes) {
        CpusetControl control = new CpusetControl(coordinator);
        Cpuset own = cpuset;
        if (own == null) {
            own = new Cpuset("/" + process.pid(), Cpuset.Version.V2, process.processes().rootCpuset(), nodes);
            cpuset = own;
            return control.attach(process, own);
        }
        return control.setMems(own, nodes);
    }
}
