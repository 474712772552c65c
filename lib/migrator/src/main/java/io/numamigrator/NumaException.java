package io.numamigrator;

/**
 * A system call that the kernel refused as a whole, with the likely cause and what mends it.
 *
 * <p>The refusal of single pages is no exception: it stands in the {@link PageReport}.
 */
public class NumaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String call;
    private final int pid;
    private final long count;
    private final Errno errno;
    private final String likelyCause;
    private final String mend;

    /**
     * Describe a refusal.
     *
     * @param call the system call: {@code move_pages}
     * @param pid the process it was about, 0 for the own one
     * @param count number of pages or bytes it was about
     * @param errno what the kernel answered
     * @param likelyCause what this errno means for this call, here
     * @param mend what to do about it
     */
    public NumaException(String call, int pid, long count, Errno errno, String likelyCause, String mend) {
        super(call + "(pid " + pid + ", count " + count + ") failed with " + errno + ", " + errno.text() + ": "
                + likelyCause
                + ". Mend: " + mend);
        this.call = call;
        this.pid = pid;
        this.count = count;
        this.errno = errno;
        this.likelyCause = likelyCause;
        this.mend = mend;
    }

    /** Return the name of the system call. */
    public String call() {
        return call;
    }

    /** Return the process that the call was about, 0 for the own one. */
    public int pid() {
        return pid;
    }

    /** Return the number of pages (move_pages), bytes (mbind) or mask bits (migrate_pages) the call was about. */
    public long count() {
        return count;
    }

    /** Return what the kernel answered. */
    public Errno errno() {
        return errno;
    }

    /** Return what this errno most likely means for this call on this machine. */
    public String likelyCause() {
        return likelyCause;
    }

    /** Return what to do about it. */
    public String mend() {
        return mend;
    }
}
