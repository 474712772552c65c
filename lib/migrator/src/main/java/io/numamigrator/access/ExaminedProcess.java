package io.numamigrator.access;

import io.numamigrator.JvmFlags;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.KernelFiles;
import io.numamigrator.kernel.LinuxRelease;
import io.numamigrator.kernel.ProcView;
import io.numamigrator.proc.NodeLists;
import io.numamigrator.proc.ProcessStatus;
import io.numamigrator.proc.Reading;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an examination may look at: the text of /proc and /sys, and the kernel's answers where it can be called. */
public final class ExaminedProcess {

    /** What is known of a JVM's flags by those who did not ask it. */
    public static final JvmFlags NOT_ASKED = JvmFlags.unknown("NumaProcess.explain(JvmFlags) takes its own answer");

    private final KernelFiles files;
    private final @Nullable Kernel kernel;
    private final int pid;
    private final ProcView view;
    private final Optional<ProcessStatus> caller;
    private final List<SyscallProbe> passages;
    private final JvmFlags jvmFlags;
    private @Nullable NodeLists nodes;

    private ExaminedProcess(
            KernelFiles files, @Nullable Kernel kernel, int pid, List<SyscallProbe> passages, JvmFlags jvmFlags) {
        this.files = files;
        this.kernel = kernel;
        this.view = kernel == null
                ? ProcView.of(files, (int) ProcessHandle.current().pid())
                : kernel.procView();
        this.caller = ProcessStatus.ofCaller(files);
        this.pid = view.isOwn(pid) ? 0 : pid;
        this.passages = passages;
        this.jvmFlags = jvmFlags;
    }

    public static ExaminedProcess of(Kernel kernel, int pid, JvmFlags jvmFlags) {
        return new ExaminedProcess(kernel, kernel, pid, passages(kernel), jvmFlags);
    }

    /** Look at a process after a refusal; the system calls are not tried all over. */
    public static ExaminedProcess toAsk(Kernel kernel, int pid) {
        return new ExaminedProcess(kernel, kernel, pid, List.of(), NOT_ASKED);
    }

    public static ExaminedProcess withoutKernel(KernelFiles files) {
        return new ExaminedProcess(files, null, 0, List.of(), NOT_ASKED);
    }

    private static List<SyscallProbe> passages(Kernel kernel) {
        try (CallFrame frame = new CallFrame()) {
            return Stream.of(PlacementCall.values()).map(call -> SyscallProbe.of(kernel, frame, call)).toList();
        }
    }

    public KernelFiles files() {
        return files;
    }

    /** Return the kernel to ask; empty if native access was not granted. */
    public Optional<Kernel> kernel() {
        return Optional.ofNullable(kernel);
    }

    /** Return the process examined, 0 for this one. */
    public int pid() {
        return pid;
    }

    public boolean isSelf() {
        return pid == 0;
    }

    /** Return the status of the thread that examines. */
    public Optional<ProcessStatus> caller() {
        return caller;
    }

    /** Return the status of the process examined; empty if /proc does not show it, or shows another one under its number. */
    public Optional<ProcessStatus> target() {
        if (isSelf()) {
            return caller;
        }
        return view.misleads(pid) ? Optional.empty() : ProcessStatus.of(files, pid);
    }

    /** Return what /sys says of the nodes of this machine, read when it is asked for first. */
    public NodeLists nodes() {
        NodeLists known = nodes;
        if (known == null) {
            known = NodeLists.of(files);
            nodes = known;
        }
        return known;
    }

    /** Return which processes /proc tells of. */
    public ProcView procView() {
        return view;
    }

    /** Tell whether this is the first pid namespace, of which every process is part: its second process is kthreadd. */
    boolean isFirstPidNamespace() {
        return view.kind() == ProcView.Kind.SAME
                && ProcessStatus.of(files, 2).filter(second -> second.name().equals("kthreadd")).isPresent();
    }

    /** Return the system calls that fared so; none if there is no kernel to ask. */
    public List<SyscallProbe> passages(SyscallProbe.Kind kind) {
        return passages.stream().filter(passage -> passage.is(kind)).toList();
    }

    /** Return what the JVM examined told of its flags, or why it did not. */
    public JvmFlags jvmFlags() {
        return jvmFlags;
    }

    public LinuxRelease release() {
        return SyscallProbe.release(files);
    }

    /** Read a file of the process examined; there is none where /proc shows another process under its number. */
    public Reading ofProcess(String file) {
        String path = view.directory(pid) + file;
        return view.misleads(pid) ? Reading.none(path, "not read: " + ForeignProc.why(view)) : read(path);
    }

    public Reading read(String path) {
        return Reading.of(files, path);
    }

    public String subject() {
        return isSelf()
                ? "this process"
                : "process " + pid + target().map(status -> " (" + status.name() + ")").orElse("");
    }
}
