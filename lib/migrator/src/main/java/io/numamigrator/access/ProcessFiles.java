package io.numamigrator.access;

import io.numamigrator.Errno;
import io.numamigrator.NumaException;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.ProcView;
import io.numamigrator.proc.Capability;
import io.numamigrator.proc.PseudoFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** The files of one process in /proc, where a refusal is explained. */
public final class ProcessFiles {

    private final Kernel kernel;
    private final int pid;
    private final ProcView view;

    private ProcessFiles(Kernel kernel, int pid) {
        this.kernel = kernel;
        this.pid = pid;
        this.view = kernel.procView();
    }

    /**
     * Look at the files of the process that system calls mean by {@code pid}, 0 being this one.
     *
     * @throws NumaException ESRCH if /proc shows another process under this number
     */
    public static ProcessFiles of(Kernel kernel, int pid) {
        ProcessFiles files = new ProcessFiles(kernel, pid);
        if (files.view.misleads(pid)) {
            throw files.refusal(null, files.view.directory(pid), Errno.ESRCH, ForeignProc.meaning(files.view, pid));
        }
        return files;
    }

    /**
     * Read a file of the process.
     *
     * @throws NumaException if it cannot be read
     */
    public String read(String name) {
        String file = view.directory(pid) + name;
        try {
            return kernel.read(file);
        } catch (AccessDeniedException denied) {
            throw refusal(denied, file, Errno.EACCES, closed());
        } catch (NoSuchFileException absent) {
            throw present() ? withoutFile(absent, file) : gone(absent, file);
        } catch (IOException broken) {
            if (String.valueOf(broken.getMessage()).contains("No such process")) {
                throw gone(broken, file);
            }
            throw refusal(broken, file, Errno.EIO,
                    new Refusal(String.valueOf(broken.getMessage()), "look at the kernel's log (dmesg)"));
        }
    }

    public String directory() {
        return view.directory(pid);
    }

    private boolean present() {
        return new PseudoFiles(kernel).text(view.directory(pid) + "status").isPresent();
    }

    private NumaException withoutFile(IOException cause, String file) {
        return refusal(cause, file, Errno.ENOSYS, file.endsWith("/smaps")
                ? new Refusal("this kernel has no smaps", "use a kernel with CONFIG_PROC_PAGE_MONITOR")
                : new Refusal("this kernel has no NUMA", "use a kernel with CONFIG_NUMA"));
    }

    private NumaException gone(IOException cause, String file) {
        if (view.kind() == ProcView.Kind.ABSENT) {
            return refusal(cause, file, Errno.ENOENT,
                    new Refusal("no /proc is mounted here", "mount -t proc proc /proc"));
        }
        if (view.isOwn(pid)) {
            return refusal(cause, file, Errno.ENOENT, ForeignProc.meaning(view, pid));
        }
        Access access = Access.judge(ExaminedProcess.toAsk(kernel, pid), PlacementCall.MOVE_PAGES);
        return refusal(cause, file, Errno.ESRCH, new Refusal(access.why(), access.firstRemedy(pid)));
    }

    /** Reading takes the effective ids, where system calls take the real ones; so the judgement is the kernel's, and this is why. */
    private Refusal closed() {
        ExaminedProcess patient = ExaminedProcess.toAsk(kernel, pid);
        Access access = AccessExamination.explain(patient, -Errno.EPERM.number());
        boolean held = patient.caller().filter(caller -> caller.has(Capability.CAP_SYS_PTRACE)).isPresent();
        String grant = held ? "" : "grant " + Capability.CAP_SYS_PTRACE + ": ";
        return new Refusal(access.why(), grant + access.firstRemedy(pid));
    }

    private NumaException refusal(
            @org.jspecify.annotations.Nullable IOException cause, String file, Errno errno, Refusal refusal) {
        NumaException exception =
                new NumaException("read " + file, pid, 0, errno, refusal.meaning(), refusal.remedy());
        if (cause != null) {
            exception.initCause(cause);
        }
        return exception;
    }
}
