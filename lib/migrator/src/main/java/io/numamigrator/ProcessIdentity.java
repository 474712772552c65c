package io.numamigrator;

import java.util.Optional;

/**
 * Who a process is, so that it can be told later from another one that has its number: the boot, the number and the start.
 *
 * <p>No two processes have all three in common. A process that started another program (exec) is still the same one, but its memory is new:
 * {@code executable} and {@code image} tell that.
 *
 * @param pid the number that system calls know it by
 * @param startTicks when it started, in clock ticks since the boot (field 22 of /proc/PID/stat)
 * @param bootId the boot it belongs to (/proc/sys/kernel/random/boot_id); empty where that cannot be read
 * @param executable the file it runs (/proc/PID/exe), without the note that it was deleted; empty where that may not be seen
 * @param image where code, stack, data and heap of its program begin, in decimal digits as /proc/PID/stat has them (fields 26, 28, 45 and
 *     47); empty where that may not be seen
 */
public record ProcessIdentity(
        int pid, long startTicks, Optional<String> bootId, Optional<String> executable, Optional<String> image) {

    /** Returns for example {@code process 4711 (/usr/bin/java), started at tick 123456}. */
    @Override
    public String toString() {
        return "process " + pid + executable.map(file -> " (" + file + ")").orElse("") + ", started at tick "
                + startTicks;
    }
}
