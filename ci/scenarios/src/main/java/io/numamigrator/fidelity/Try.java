package io.numamigrator.fidelity;

import io.numamigrator.sim.SimulatedExecutor;
import java.nio.file.Path;
import java.util.*;

class Try {
    public static void main(String[] a) {
        String kernel = a[0];
        long seed = Long.parseLong(a[1]);
        int want = Integer.parseInt(a[2]);
        Nodes nodes = Nodes.of("four");
        List<Scenario> scenarios = new ArrayList<>();
        int ops = 0;
        for (long s = seed; ops < want; s++) { Scenario one = Generator.scenario(s, nodes); scenarios.add(one); ops += one.operations().size(); }
        List<Program> programs = scenarios.stream().map(Lowering::of).toList();
        long t0 = System.nanoTime();
        List<Observations> real = new Guest(Path.of("."), Path.of("ci/scenarios/target/guest").toAbsolutePath(), "four", kernel).run(programs);
        long t1 = System.nanoTime();
        SimulatedExecutor sim = new SimulatedExecutor("four", kernel);
        Map<String, List<Integer>> families = new TreeMap<>();
        Map<Integer, Divergence> all = new HashMap<>();
        for (int i = 0; i < programs.size(); i++) {
            Divergence d;
            try {
                d = Divergence.between(programs.get(i), real.get(i), sim.run(programs.get(i).bytes()));
            } catch (RuntimeException e) { d = new Divergence(-1, e.toString(), Arrays.toString(e.getStackTrace()).substring(0,400), ""); }
            if (d != null) { all.put(i, d); families.computeIfAbsent(d.operation() < 0 ? d.what() : d.family(), k -> new ArrayList<>()).add(i); }
        }
        long t2 = System.nanoTime();
        System.out.println(ops + " ops, " + scenarios.size() + " scenarios, guest " + (t1-t0)/1000000 + " ms, sim " + (t2-t1)/1000000 + " ms, divergent " + all.size());
        families.entrySet().stream().sorted(Comparator.comparing(e -> -e.getValue().size())).limit(30).forEach(e -> {
            System.out.println(e.getValue().size() + " x " + e.getKey());
            int best = e.getValue().stream().min(Comparator.comparing(i -> all.get(i).operation() )).get();
            Divergence d = all.get(best);
            System.out.println("   seed " + (seed+best) + " op " + d.operation() + "\n   real " + d.real() + "\n   sim  " + d.simulated());
            List<Operation> o = scenarios.get(best).operations();
            for (int i = 0; i <= Math.min(d.operation() < 0 ? 99 : d.operation(), o.size() - 1); i++) System.out.println("      " + i + " " + o.get(i));
        });
    }
}
