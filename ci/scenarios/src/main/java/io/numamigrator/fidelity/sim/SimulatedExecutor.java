package io.numamigrator.fidelity.sim;

import io.numamigrator.NodeSet;
import io.numamigrator.fidelity.program.Observations;
import io.numamigrator.fidelity.program.Opcode;
import io.numamigrator.fidelity.scenario.Layout;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.MemoryNode;
import io.numamigrator.sim.mm.FileSystem;
import io.numamigrator.sim.mm.SimulatedFile;
import io.numamigrator.sim.proc.NumaMapsText;
import io.numamigrator.sim.syscall.SimulatedKernel;
import io.numamigrator.sim.task.ProcessTable;
import io.numamigrator.sim.task.Task;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries out programs of instructions on a simulated machine, a new one each, and writes down what could be seen. */
public final class SimulatedExecutor {

    /** Huge pages of the hugetlb pool of each node, as the executor in C sets them aside. */
    private static final int HUGETLB_PAGES = 8;

    private static final int SLOTS = 8;
    private static final Opcode[] CODES = Opcode.values();

    private final Supplier<ProcessTable> machines;
    private final Distortion distortion;
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment status = arena.allocate(8L << 10, Layout.PAGE);
    private final CallFrame frame = new CallFrame();

    /** Prepare machines of a topology and a kernel's release. */
    public SimulatedExecutor(String nodes, String kernel) {
        this(new CoreMachines(nodes, kernel)::boot, Distortion.NONE);
    }

    SimulatedExecutor(Supplier<ProcessTable> machines, Distortion distortion) {
        this.machines = machines;
        this.distortion = distortion;
    }

    /**
     * Carry out a program.
     *
     * @param left what stays free on a node that others fill, null for what the program says
     */
    public Observations run(ByteBuffer program, @Nullable Room left) {
        try (Arena memory = Arena.ofConfined()) {
            return new Run(machines.get(), memory, left).run(program.duplicate().order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    /** One program on one machine. */
    private final class Run {
        private final ProcessTable processes;
        private final Machine machine;
        private final Task first;
        private final SimulatedKernel coordinator;
        private final @Nullable SimulatedSlot[] slots = new SimulatedSlot[SLOTS];
        private final SimulatedFile[] files = new SimulatedFile[Layout.FILES];
        private final Observations seen = new Observations();
        private final Arena memory;
        private final @Nullable Room left;
        private long taken;

        Run(ProcessTable processes, Arena memory, @Nullable Room left) {
            this.processes = processes;
            this.machine = processes.machine();
            this.first = processes.spawn().mainTask();
            this.memory = memory;
            this.left = left;
            this.coordinator = new SimulatedKernel(first);
            for (int i = 0; i < files.length; i++) {
                files[i] = new SimulatedFile("/memfd:file (deleted)", FileSystem.SHMEM);
            }
            machine.nodesWithMemory().forEach(node -> hugetlbPages(node, HUGETLB_PAGES));
        }

        private void hugetlbPages(int node, long count) {
            machine.exclusively(() -> machine.node(node).hugetlb.resize(count));
        }

        Observations run(ByteBuffer program) {
            while (program.hasRemaining()) {
                Opcode code = CODES[program.get()];
                int process = program.get();
                int references = program.get();
                program.get();
                int bytes = program.getInt();
                int start = program.position();
                carryOut(code, process, references, program.slice(start, bytes).order(ByteOrder.LITTLE_ENDIAN));
                program.position(start + (bytes + 7 & ~7));
            }
            return seen;
        }

        private void carryOut(Opcode code, int process, int references, ByteBuffer payload) {
            switch (code) {
                case NONE -> throw new IllegalArgumentException("no instruction has the number 0");
                case SPAWN -> slots[process] = new SimulatedSlot(first, processes.spawn(), memory, frame, files);
                case FORK -> {
                    slots[(int) payload.getLong()] = slot(process).fork();
                    seen.add(0);
                }
                case EXIT -> slot(process).exit();
                case REAP -> slot(process).process.reap();
                case POKE -> slot(process).poke(payload.getLong(), payload.slice());
                case PEEK -> seen.add(slot(process).peek(payload.getLong(), (int) payload.getLong()));
                case CALL -> call(process, references, payload);
                case TOUCH ->
                    seen.add(slot(process).touch(payload.getLong(), payload.getLong(), payload.getLong() != 0));
                case PLACES -> places(slot(process), payload);
                case MAPS -> maps(slot(process), payload.getLong(), payload.getLong());
                case PIN -> seen.add(slot(process).pin((int) payload.getLong(), payload.getLong(), payload.getLong()));
                case UNPIN -> seen.add(slot(process).unpin((int) payload.getLong()));
                case CONFINE -> seen.add(slot(process).confine(nodes(payload)));
                case FILL -> fill((int) payload.getLong(), payload.getLong());
                case EMPTY -> empty((int) payload.getLong());
            }
        }

        private SimulatedSlot slot(int process) {
            return Objects.requireNonNull(slots[process], () -> "process " + process + " was never started");
        }

        private void call(int process, int references, ByteBuffer payload) {
            int number = (int) payload.getLong();
            long[] arguments = new long[6];
            for (int i = 0; i < arguments.length; i++) {
                long value = payload.getLong();
                arguments[i] = (references >> i & 1) != 0 ? slot((int) value).process.pid() : value;
            }
            distortion.ofArguments(number, arguments);
            seen.add(distortion.ofResult(number, slot(process).call(number, arguments)));
        }

        private void places(SimulatedSlot slot, ByteBuffer payload) {
            int count = payload.remaining() / Long.BYTES;
            MemorySegment pages = arrayOf(payload);
            long result =
                    coordinator.movePages(frame, slot.process.pid(), count, pages, MemorySegment.NULL, status, 0);
            if (result != 0) {
                seen.add(result);
                return;
            }
            byte[] small = new byte[count];
            for (int i = 0; i < count; i++) {
                small[i] = (byte) status.getAtIndex(ValueLayout.JAVA_INT, i);
            }
            seen.add(small);
        }

        private MemorySegment arrayOf(ByteBuffer payload) {
            MemorySegment pages = frame.pages.asSlice(0, payload.remaining());
            pages.copyFrom(MemorySegment.ofBuffer(payload));
            return pages;
        }

        private void fill(int node, long wanted) {
            hugetlbPages(node, Long.MAX_VALUE);
            MemoryNode full = machine.node(node);
            full.give(taken);
            long free = left == null ? wanted : left.pages();
            while (full.freePages() < free && full.hugetlb.free() > 0) {
                full.hugetlb.resize(full.hugetlb.total() - 1);
            }
            taken = full.take(Math.max(0, full.freePages() - free));
            full.isScattered = left != null && left.isScattered();
            seen.add(0);
        }

        private void empty(int node) {
            hugetlbPages(node, HUGETLB_PAGES);
            machine.node(node).give(taken);
            machine.node(node).isScattered = false;
            taken = 0;
            seen.add(0);
        }

        private void maps(SimulatedSlot slot, long from, long to) {
            StringBuilder inside = new StringBuilder();
            for (String line : new NumaMapsText(slot.process.mainTask()).text().lines().toList()) {
                long start = Long.parseUnsignedLong(line.substring(0, line.indexOf(' ')), 16);
                if (start >= from && start < to) {
                    inside.append(line).append('\n');
                }
            }
            seen.add(inside.toString().getBytes(StandardCharsets.US_ASCII));
        }

        private static NodeSet nodes(ByteBuffer payload) {
            String text = StandardCharsets.US_ASCII.decode(payload).toString();
            return NodeSet.parse(text.substring(0, text.indexOf('\0')));
        }
    }
}
