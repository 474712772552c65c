package io.numamigrator.sim.task;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of the threads that a pid namespace holds, its own and those of namespaces below it (pid_namespaces(7)).
 *
 * <p>The first one numbers every thread of the machine. A thread has a number in each namespace from the first down to its own.
 */
public final class PidNamespace {

    private final @Nullable PidNamespace above;
    private final Map<Integer, Task> tasks = new TreeMap<>();
    private int next = 1;

    /** Begin a namespace below another one; null for the first. */
    public PidNamespace(@Nullable PidNamespace above) {
        this.above = above;
    }

    /** Number a thread that starts in this namespace, here and in those above. */
    void add(Task task) {
        if (above != null) {
            above.add(task);
        }
        tasks.put(above == null ? task.tid : next++, task);
    }

    void remove(Task task) {
        tasks.values().remove(task);
        if (above != null) {
            above.remove(task);
        }
    }

    /** Return the thread with this number; 0 is nobody here. */
    public @Nullable Task find(int number) {
        return tasks.get(number);
    }

    /** Return the number of a thread here; 0 if it is outside. */
    public int numberOf(Task task) {
        return tasks.entrySet().stream().filter(entry -> entry.getValue() == task).findFirst().map(Map.Entry::getKey)
                .orElse(0);
    }

    /** Return the numbers of a thread from here down to its own namespace, as the NS lines of /proc/PID/status write them. */
    public String numbersDown(Task task) {
        StringBuilder numbers = new StringBuilder();
        for (PidNamespace at = task.pidNamespace; at != null; at = at.above) {
            numbers.insert(0, (at == this ? "" : "\t") + at.numberOf(task));
            if (at == this) {
                return numbers.toString();
            }
        }
        return "0";
    }

    /** Return the threads by their numbers, ascending. */
    public Map<Integer, Task> all() {
        return new TreeMap<>(tasks);
    }
}
