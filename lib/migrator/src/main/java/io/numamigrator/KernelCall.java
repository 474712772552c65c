package io.numamigrator;

/**
 * One system call and the kernel's unchanged answer.
 *
 * @param name the system call: {@code move_pages}
 * @param pid the process asked about, 0 for the own one
 * @param count number of array entries passed
 * @param result what the call returned; a refusal is the negative errno
 */
public record KernelCall(String name, int pid, long count, long result) {

    /** Returns whether the call as a whole was refused. */
    public boolean refused() {
        return result < 0;
    }

    @Override
    public String toString() {
        String answer = refused() ? "-1 " + Errno.of((int) result) : Long.toString(result);
        return name + "(pid " + pid + ", " + count + ") = " + answer;
    }
}
