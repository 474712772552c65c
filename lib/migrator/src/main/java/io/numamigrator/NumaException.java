package io.numamigrator;

/**
 * Thrown when the kernel refuses a whole system call; names the likely cause and the remedy.
 *
 * <p>Refusals of single pages do not throw; the {@link PageReport} has them.
 */
public class NumaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String call;
    private final int pid;
    private final long count;
    private final Errno errno;
    private final String likelyCause;
    private final String remedy;

    /**
     * Creates an exception that describes a refusal.
     *
     * @param call the system call: {@code move_pages}
     * @param pid the process it was about, 0 for the own one
     * @param count number of pages or bytes it was about
     * @param errno what the kernel answered
     * @param likelyCause what this errno most likely means for this call on this machine
     * @param remedy the remedy
     */
    public NumaException(String call, int pid, long count, Errno errno, String likelyCause, String remedy) {
        super(call + "(pid " + pid + ", count " + count + ") failed with " + errno + ", " + errno.text() + ": "
                + likelyCause
                + ". Mend: " + remedy);
        this.call = call;
        this.pid = pid;
        this.count = count;
        this.errno = errno;
        this.likelyCause = likelyCause;
        this.remedy = remedy;
    }

    /** Returns the name of the system call. */
    public String call() {
        return call;
    }

    /** Returns the process that the call was about, 0 for the own one. */
    public int pid() {
        return pid;
    }

    /** Returns the number of pages (move_pages), bytes (mbind) or mask bits (migrate_pages) the call was about. */
    public long count() {
        return count;
    }

    /** Returns what the kernel answered. */
    public Errno errno() {
        return errno;
    }

    /** Returns what this errno most likely means for this call on this machine. */
    public String likelyCause() {
        return likelyCause;
    }

    /** Returns what to do about it. */
    public String remedy() {
        return remedy;
    }
}
