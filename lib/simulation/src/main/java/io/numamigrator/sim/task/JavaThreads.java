package io.numamigrator.sim.task;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which thread of a simulated process a thread of this JVM is.
 *
 * <p>The one that made the process is its first; others are that, too, until they set a policy, which is theirs alone from then on.
 * Until then nothing tells them apart, and a thread that is new has the policy of the one that started it.
 */
final class JavaThreads {

    private final Process process;
    private final Thread first = Thread.currentThread();
    private final Map<Thread, Task> others = new ConcurrentHashMap<>();

    JavaThreads(Process process) {
        this.process = process;
    }

    /** Return the thread that the calling one is. */
    Task current() {
        return others.isEmpty() ? process.mainTask() : others.getOrDefault(Thread.currentThread(), process.mainTask());
    }

    /** Return the calling thread as one of its own, because it is about to differ from the first. */
    Task own() {
        Thread calling = Thread.currentThread();
        if (calling.equals(first) || calling.isVirtual()) {
            return process.mainTask();
        }
        others.forEach((thread, task) -> {
            if (!thread.isAlive()) {
                process.end(task);
                others.remove(thread);
            }
        });
        return others.computeIfAbsent(calling, _ -> process.newThreadLike(process.mainTask()));
    }
}
