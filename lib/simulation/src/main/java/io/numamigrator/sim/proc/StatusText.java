package io.numamigrator.sim.proc;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.machine.BitmapText;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.task.Credentials.Ids;
import io.numamigrator.sim.task.PidNamespace;
import io.numamigrator.sim.task.Process;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import java.util.BitSet;
import java.util.Locale;
import java.util.function.Predicate;

/** /proc/PID/status, as far as the machine knows what it says (proc_pid_status(5)). */
final class StatusText {

    /** The name of every process: the simulation is a JVM's. */
    static final String NAME = "java";

    private static final String KERNEL_THREAD = "kthreadd";

    /** SECCOMP_MODE_DISABLED and SECCOMP_MODE_FILTER of linux/seccomp.h. */
    private static final int NOT_FILTERED = 0;

    private static final int FILTERED = 2;

    private final Task task;
    private final PidNamespace numbers;
    private final Process process;
    private final Machine machine;
    private final KernelVersion kernel;
    private final StringBuilder text = new StringBuilder();

    /** Prepare the text, with numbers of the namespace whose /proc it is read in. */
    StatusText(Task task, PidNamespace numbers) {
        this.task = task;
        this.numbers = numbers;
        this.process = task.process;
        this.machine = process.machine();
        this.kernel = machine.kernel();
    }

    static String nameOf(Process process) {
        return process.isKernelThread() ? KERNEL_THREAD : NAME;
    }

    String text() {
        AddressSpace space = process.space();
        line("Name", nameOf(process));
        line("State", process.isZombie() ? "Z (zombie)" : "S (sleeping)");
        line("Tgid", numbers.numberOf(process.mainTask()));
        line("Pid", numbers.numberOf(task));
        Task parent = process.parent();
        line("PPid", parent == null ? 0 : numbers.numberOf(parent));
        line("TracerPid", 0);
        line("Uid", ids(process.credentials().uid()));
        line("Gid", ids(process.credentials().gid()));
        if (kernel.has(KernelSwitch.NUMBERS_IN_STATUS)) {
            line("NStgid", numbers.numbersDown(process.mainTask()));
            line("NSpid", numbers.numbersDown(task));
        }
        if (kernel.has(KernelSwitch.KTHREAD_IN_STATUS)) {
            line("Kthread", process.isKernelThread() ? 1 : 0);
        }
        if (space != null) {
            memory(space);
        }
        line("Threads", process.tasks().size());
        // What a process is permitted is in effect here, and nothing is inherited through exec.
        capabilities("CapInh", 0);
        capabilities("CapPrm", process.credentials().capabilities());
        capabilities("CapEff", process.credentials().capabilities());
        if (kernel.has(KernelSwitch.CAPAMB_IN_STATUS)) {
            capabilities("CapAmb", 0);
        }
        if (kernel.has(KernelSwitch.SECCOMP_IN_STATUS)) {
            line("Seccomp", process.seccompFilters().isEmpty() ? NOT_FILTERED : FILTERED);
        }
        if (kernel.has(KernelSwitch.SECCOMP_FILTERS_IN_STATUS)) {
            line("Seccomp_filters", process.seccompFilters().size());
        }
        sets();
        return text.toString();
    }

    private void memory(AddressSpace space) {
        ResidentPages resident = new ResidentPages(space);
        kilobytes("VmSize", bytes(space, area -> true));
        kilobytes("VmLck", bytes(space, Vma::locked));
        kilobytes("VmRSS", machine.geometry().address(resident.anonymous + resident.ofFiles + resident.shmem));
        if (kernel.has(KernelSwitch.RSS_BY_KIND)) {
            kilobytes("RssAnon", machine.geometry().address(resident.anonymous));
            kilobytes("RssFile", machine.geometry().address(resident.ofFiles));
            kilobytes("RssShmem", machine.geometry().address(resident.shmem));
        }
        kilobytes("VmData", bytes(space, area -> !area.shared() && (area.protection() & Vma.WRITE) != 0));
        if (kernel.has(KernelSwitch.SWAP_IN_STATUS)) {
            kilobytes("VmSwap", machine.geometry().address(resident.swapped));
        }
        if (kernel.has(KernelSwitch.HUGETLB_IN_STATUS)) {
            kilobytes("HugetlbPages", machine.geometry().address(resident.hugetlb));
        }
    }

    private static long bytes(AddressSpace space, Predicate<Vma> wanted) {
        return space.areas().stream().filter(wanted).mapToLong(area -> area.end() - area.start()).sum();
    }

    private void sets() {
        BitSet cpus = machine.cpus().all();
        NodeSet mems = task.allowed();
        BitSet nodes = new BitSet();
        mems.stream().forEach(nodes::set);
        line("Cpus_allowed", BitmapText.of(cpus, machine.cpuCount()));
        line("Cpus_allowed_list", BitmapText.list(cpus));
        boolean narrow = kernel.has(KernelSwitch.MEMS_ALLOWED_AS_WIDE_AS_POSSIBLE);
        line("Mems_allowed",
                BitmapText.of(nodes, narrow ? machine.possible().highest() + 1 : machine.spec().maxNodes()));
        if (kernel.has(KernelSwitch.MEMS_ALLOWED_LIST)) {
            line("Mems_allowed_list", mems);
        }
    }

    private void capabilities(String key, long mask) {
        line(key, String.format(Locale.ROOT, "%016x", mask));
    }

    private static String ids(Ids ids) {
        return ids.real() + "\t" + ids.effective() + "\t" + ids.saved() + "\t" + ids.effective();
    }

    private void kilobytes(String key, long bytes) {
        line(key, String.format(Locale.ROOT, "%8d kB", bytes >> 10));
    }

    private void line(String key, Object value) {
        text.append(key).append(":\t").append(value).append('\n');
    }
}
