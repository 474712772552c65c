package io.numamigrator.kernel;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which processes the mounted /proc tells of, beside those that system calls mean (pid_namespaces(7)).
 *
 * <p>A /proc numbers processes as the pid namespace does that mounted it; system calls number them as the caller's own does. After
 * {@code unshare --pid --fork} or {@code nsenter --pid} without a new /proc the two differ: {@code /proc/4711} is not the process 4711 of
 * move_pages(2). {@code /proc/self} is the caller in any case, or is missing.
 *
 * @param kind how the two relate
 * @param ownPid the number that getpid(2) gives
 * @param ownPidThere the number that this /proc gives to the same process; 0 if it shows none
 */
public record ProcView(Kind kind, int ownPid, int ownPidThere) {

    /** How the numbers of /proc relate to those of system calls. */
    public enum Kind {
        /** They are the same. */
        SAME,
        /** /proc belongs to a pid namespace above the caller's own, and shows the caller under another number. */
        ABOVE,
        /** /proc belongs to a pid namespace that the caller is not in. */
        ELSEWHERE,
        /** No /proc is mounted here. */
        ABSENT
    }

    private static final Pattern NUMBER_THERE = Pattern.compile("(?m)^Tgid:\\s+(\\d{1,9})\\s*$");

    /** One number for each namespace from that of /proc down to the process's own (Linux 4.1). */
    private static final Pattern NUMBERS = Pattern.compile("(?m)^NStgid:\\s+(\\d{1,9}(?:\\s+\\d{1,9})*)\\s*$");

    /** Compare the number that getpid(2) gave with what /proc says of its reader. */
    public static ProcView of(KernelFiles files, int ownPid) {
        for (String own : List.of("/proc/self/status", "/proc/thread-self/status")) {
            try {
                return ofStatus(files.read(own), ownPid);
            } catch (NoSuchFileException absent) {
                // The other one may be there.
            } catch (IOException closed) {
                return new ProcView(Kind.SAME, ownPid, ownPid);
            }
        }
        return new ProcView(isMounted(files) ? Kind.ELSEWHERE : Kind.ABSENT, ownPid, 0);
    }

    private static ProcView ofStatus(String status, int ownPid) {
        Matcher there = NUMBER_THERE.matcher(status);
        int number = there.find() ? Integer.parseInt(there.group(1)) : ownPid;
        Matcher numbers = NUMBERS.matcher(status);
        boolean isBelow = numbers.find() && numbers.group(1).strip().contains("\t");
        return new ProcView(number == ownPid && !isBelow ? Kind.SAME : Kind.ABOVE, ownPid, number);
    }

    /** Where its reader is not seen, a /proc still lists the name that leads to nobody. */
    private static boolean isMounted(KernelFiles files) {
        try {
            return files.list("/proc").stream().anyMatch("self"::equals);
        } catch (IOException absent) {
            return false;
        }
    }

    /** Tell whether a process is this one, under the number that system calls give it. */
    public boolean isOwn(int pid) {
        return pid == 0 || pid == ownPid;
    }

    /** Tell whether {@code /proc/PID} would be another process than system calls mean, or whose it is cannot be told. */
    public boolean misleads(int pid) {
        return !isOwn(pid) && (kind == Kind.ABOVE || kind == Kind.ELSEWHERE);
    }

    /** Return the directory of a process that does not mislead, with a slash after it. */
    public String directory(int pid) {
        return "/proc/" + (isOwn(pid) ? "self" : Integer.toString(pid)) + "/";
    }
}
