package io.numamigrator;

import io.numamigrator.kernel.KernelFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** The files of one process in /proc, where a refusal is explained. */
record ProcessFiles(KernelFiles files, int pid) {

    /**
     * Read a file of the process.
     *
     * @throws NumaException if it cannot be read
     */
    String read(String name) {
        String file = directory() + name;
        try {
            return files.read(file);
        } catch (AccessDeniedException denied) {
            throw refusal(denied, file, Errno.EACCES,
                    "the process belongs to another user, or is not dumpable (ptrace(2), access mode checking)",
                    "run as the user of the process, or with CAP_SYS_PTRACE (docker run --cap-add SYS_PTRACE)");
        } catch (NoSuchFileException absent) {
            throw present() ? withoutFile(absent, file) : gone(absent, file);
        } catch (IOException broken) {
            if (String.valueOf(broken.getMessage()).contains("No such process")) {
                throw gone(broken, file);
            }
            throw refusal(broken, file, Errno.EIO, String.valueOf(broken.getMessage()),
                    "look at the kernel's log (dmesg)");
        }
    }

    private String directory() {
        return "/proc/" + (pid == 0 ? "self" : Integer.toString(pid)) + "/";
    }

    private boolean present() {
        return new PseudoFiles(files).text(directory() + "status").isPresent();
    }

    private NumaException withoutFile(IOException cause, String file) {
        return file.endsWith("/smaps")
                ? refusal(cause, file, Errno.ENOSYS, "this kernel has no smaps",
                        "use a kernel with CONFIG_PROC_PAGE_MONITOR")
                : refusal(cause, file, Errno.ENOSYS, "this kernel has no NUMA", "use a kernel with CONFIG_NUMA");
    }

    private NumaException gone(IOException cause, String file) {
        return pid == 0
                ? refusal(cause, file, Errno.ENOENT, "/proc is not mounted or hidden", "mount /proc")
                : refusal(cause, file, Errno.ESRCH,
                        "there is no such process, or /proc hides it (another pid namespace, mount option hidepid)",
                        "check the pid as this pid namespace numbers it (ps -e)");
    }

    private NumaException refusal(IOException cause, String file, Errno errno, String likelyCause, String mend) {
        NumaException refusal = new NumaException("read " + file, pid, 0, errno, likelyCause, mend);
        refusal.initCause(cause);
        return refusal;
    }
}
