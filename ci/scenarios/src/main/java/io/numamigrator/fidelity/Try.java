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
        if (a.length > 3) {
            List<Operation> o = new ArrayList<>(
                    List.of(new Operation.Spawn(0), new Operation.Map(0, 0, Operation.Kind.HUGE, 512, 0),
                            new Operation.Mbind(0, Address.of(0, 0), 2 << 20, 2,
                                    new Mask(List.of(0), 1025, Buffer.WHOLE), 0),
                            new Operation.Touch(0, Address.of(0, 0), 512, true),
                            new Operation.Protect(0, Address.of(0, 436), 75, 1)));
            for (String t : a[3].split(",")) {
                String[] pn = t.split(">");
                o.add(new Operation.MovePages(0, -1, 1, List.of(Address.of(0, Integer.parseInt(pn[0]))),
                        List.of(Integer.parseInt(pn[1])), 2, Buffer.WHOLE, Buffer.WHOLE, Buffer.WHOLE));
            }
            Scenario one = new Scenario(o);
            Program p = Lowering.of(one);
            Observations r =
                    new Guest(Path.of("."), Path.of("ci/scenarios/target/guest").toAbsolutePath(), "four", kernel)
                            .run(List.of(p)).getFirst();
            for (int i = 0; i < p.sights().size(); i++)
                System.out.println(p.sights().get(i) + " " + Divergence.text(p.sights().get(i), r.all().get(i)));
            return;
        }
        for (long s = seed; ops < want; s++) {
            Scenario one = Generator.scenario(s, nodes);
            scenarios.add(one);
            ops += one.operations().size();
        }
        List<Program> programs = scenarios.stream().map(Lowering::of).toList();
        long t0 = System.nanoTime();
        List<Observations> real =
                new Guest(Path.of("."), Path.of("ci/scenarios/target/guest").toAbsolutePath(), "four", kernel)
                        .run(programs);
        long t1 = System.nanoTime();
        SimulatedExecutor sim = new SimulatedExecutor("four", kernel);
        Map<String, List<Integer>> families = new TreeMap<>();
        Map<Integer, Divergence> all = new HashMap<>();
        for (int i = 0; i < programs.size(); i++) {
            Divergence d;
            long s0 = System.nanoTime();
            try {
                d = Divergence.between(programs.get(i), real.get(i), sim.run(programs.get(i).bytes()));
            } catch (RuntimeException e) {
                d = new Divergence(-1, e.toString(), Arrays.toString(e.getStackTrace()).substring(0, 400), "");
            }
            long took = (System.nanoTime() - s0) / 1000000;
            if (took > 500)
                System.out.println("SLOW " + took + " ms seed " + (seed + i) + " " + scenarios.get(i).operations());
            if (d != null) {
                all.put(i, d);
                families.computeIfAbsent(d.operation() < 0 ? d.what() : d.family(), k -> new ArrayList<>()).add(i);
            }
        }
        long t2 = System.nanoTime();
        System.out.println(ops + " ops, " + scenarios.size() + " scenarios, guest " + (t1 - t0) / 1000000 + " ms, sim "
                + (t2 - t1) / 1000000 + " ms, divergent " + all.size());
        families.entrySet().stream().sorted(Comparator.comparing(e -> -e.getValue().size())).limit(30).forEach(e -> {
            System.out.println(e.getValue().size() + " x " + e.getKey());
            int best = e.getValue().stream().min(Comparator.comparing(i -> all.get(i).operation())).get();
            Divergence d = all.get(best);
            System.out.println("   seed " + (seed + best) + " op " + d.operation() + "\n   real " + d.real()
                    + "\n   sim  " + d.simulated());
            List<Operation> o = scenarios.get(best).operations();
            for (int i = 0; i <= Math.min(d.operation() < 0 ? 99 : d.operation(), o.size() - 1); i++)
                System.out.println("      " + i + " " + o.get(i));
        });
    }
}
