package io.numamigrator.fidelity.scenario;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** The processes of a scenario that live, and the pages of each that are worth a look. */
public final class Processes {

    private final SortedMap<Integer, SortedMap<Integer, Integer>> alive = new TreeMap<>();

    private final Map<Integer, Integer> cpus = new HashMap<>();

    /** What is done with each process. */
    public interface Visitor {
        void visit(int process, long[] pages);
    }

    public void runOn(int process, int cpu) {
        cpus.put(process, cpu);
    }

    /** Return the CPU that a process runs on. */
    public int cpu(int process) {
        return cpus.getOrDefault(process, 0);
    }

    public void spawn(int process) {
        alive.put(process, new TreeMap<>());
    }

    public void fork(int process, int child) {
        cpus.put(child, cpu(process));
        alive.put(child, new TreeMap<>(alive.getOrDefault(process, new TreeMap<>())));
    }

    public void end(int process) {
        alive.remove(process);
    }

    public void map(int process, int area, int pages) {
        alive.getOrDefault(process, new TreeMap<>()).put(area, pages);
    }

    public void eachAlive(Visitor visitor) {
        alive.forEach((process, areas) -> visitor.visit(process,
                areas.entrySet().stream().flatMapToLong(area -> pages(area.getKey(), area.getValue())).toArray()));
    }

    private static LongStream pages(int area, int count) {
        LongStream numbers = count < Layout.HUGE_PAGES
                ? LongStream.range(0, count)
                : LongStream.range(0, count / Layout.HUGE_PAGES)
                        .flatMap(huge -> LongStream.of(0, 1, 255, 511).map(page -> huge * Layout.HUGE_PAGES + page));
        return numbers.map(page -> Layout.area(area) + page * Layout.PAGE);
    }
}
