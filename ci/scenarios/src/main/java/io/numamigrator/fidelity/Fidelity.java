package io.numamigrator.fidelity;

import io.numamigrator.fidelity.generate.Nodes;
import io.numamigrator.fidelity.guest.Known;
import io.numamigrator.fidelity.guest.Place;
import io.numamigrator.fidelity.guest.RealKernel;
import io.numamigrator.fidelity.scenario.Weight;
import io.numamigrator.fidelity.shrink.Shrinker;
import io.numamigrator.fidelity.sim.Mutant;
import io.numamigrator.fidelity.trial.Executor;
import io.numamigrator.fidelity.trial.Finding;
import io.numamigrator.fidelity.trial.Simulation;
import io.numamigrator.fidelity.trial.Trial;
import io.numamigrator.fidelity.trial.TrialText;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command ci/fidelity. */
@Command(name = "ci/fidelity", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Run the same scenarios on a real kernel, in a guest, and on the simulated one, and tell where the two differ.",
    "Exit status: 0 if they agree, or differ only where a reason is known; 1 if not; 2 for a wrong command line."})
final class Fidelity implements Callable<Integer> {

    private static final int MOST_FILES = 100;

    @Option(names = "--kernel", paramLabel = "SERIES", description = "a line of ci/vm/kernels (${DEFAULT-VALUE})")
    private String kernel = "6.12";

    @Option(names = "--nodes", paramLabel = "SPEC", description = "topology, see ci/vm/SPEC.md (${DEFAULT-VALUE})")
    private String nodes = "four";

    @Option(names = "--operations", paramLabel = "N", description = "how many operations, at least (${DEFAULT-VALUE})")
    private long operations = 10_000;

    @Option(names = "--seed", paramLabel = "S", description = "seed of the first scenario; the others follow (${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--shrink", paramLabel = "N", description = "make the first finding of so many families small (${DEFAULT-VALUE})")
    private int shrink = 1;

    @Option(names = "--replay", paramLabel = "FILE", description = "run one scenario again and show both kernels, operation by operation")
    private @Nullable Path replay;

    @Option(names = "--mutants", description = "hold simulations that are wrong on purpose against the real kernel, too: each has to be noticed")
    private boolean mutants;

    @Option(names = "--keep", paramLabel = "NAME", description = "with --replay: keep the scenario, so that every build runs it on the simulation")
    private @Nullable String keep;

    @Option(names = "--refresh", description = "run all scenarios that are kept on their real kernels again")
    private boolean refresh;

    @Option(names = "--switches", paramLabel = "N", description = "tell which behaviours that changed between kernels N scenarios make visible, by the simulation alone")
    private int switches;

    @Option(names = "--known", paramLabel = "FOLDER", description = "keep what guests show, and do not ask them again: to hold a changed simulation against it")
    private @Nullable Path known;

    @Option(names = "--record", description = "add the run to ci/scenarios/runs.json, which the report is made of")
    private boolean records;

    @Option(names = "--report", description = "write ci/scenarios/FIDELITY.md and its picture from the runs that were recorded")
    private boolean report;

    private final Place place;
    private final PrintWriter out;

    Fidelity(Place place, PrintWriter out) {
        this.place = place;
        this.out = out;
    }

    /** Run the command line. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new Fidelity(Place.find(), out)).setOut(out).execute(arguments));
    }

    @Override
    public Integer call() {
        if (replay != null) {
            return replay(Replay.readScenario(replay));
        }
        if (refresh) {
            new Regressions(place, out).refresh();
            return 0;
        }
        if (switches > 0) {
            new Switches(nodes, kernel, out).tell(seed, switches);
            return 0;
        }
        if (report) {
            return report();
        }
        return mutants ? searchWithMutants() : search();
    }

    private int replay(Replay scenario) {
        out.println("kernel " + scenario.kernel() + ", nodes " + scenario.nodes() + ", seed " + scenario.seed() + ": "
                + scenario.about());
        Trial trial = Trial.of(List.of(scenario.scenario()), place.kernel(scenario.nodes(), scenario.kernel()),
                Simulation.of(scenario.nodes(), scenario.kernel())).getFirst();
        new TrialText(out).show(trial);
        if (keep != null) {
            new Regressions(place, out).keep(keep, scenario, trial.real());
        }
        return trial.divergence() == null ? 0 : 1;
    }

    private int report() {
        List<RunRecord> runs = RunRecord.readAll(place.recorded());
        Place.write(place.report(), ReportText.of(runs));
        Place.write(place.picture(), ReportPicture.of(runs));
        out.println(place.report() + ", " + place.picture() + ": " + runs.size() + " runs");
        return 0;
    }

    private int search() {
        long begin = System.nanoTime();
        RealKernel real = real();
        Executor simulated = Simulation.of(nodes, kernel);
        Campaign campaign = new Campaign(Nodes.of(nodes), real, simulated, out);
        campaign.run(seed, operations);
        tell(campaign, real, (System.nanoTime() - begin) / 1e9);
        campaign.unexplained().values().stream().limit(shrink).forEach(family -> shrink(family, real, simulated));
        return campaign.unexplained().isEmpty() ? 0 : 1;
    }

    private RealKernel real() {
        return place.kernel(nodes, kernel, known == null ? null : new Known(known));
    }

    private int searchWithMutants() {
        long begin = System.nanoTime();
        List<Long> seeds = new Slice(nodes, kernel, seed).choose(Mutant.all(), operations);
        RealKernel real = real();
        Campaign campaign = new Campaign(Nodes.of(nodes), real, Simulation.of(nodes, kernel), out);
        List<Trial> trials = campaign.run(seeds);
        tell(campaign, real, (System.nanoTime() - begin) / 1e9);
        return new Mutation(nodes, kernel, out).check(Mutant.all(), campaign, trials) == 0 ? 0 : 1;
    }

    private void tell(Campaign campaign, RealKernel real, double seconds) {
        campaign.findings().stream().limit(MOST_FILES).forEach(this::keep);
        CampaignText text = new CampaignText(out);
        text.show(campaign);
        text.show(campaign.coverage(), kernel);
        RunRecord run = RunRecord.of(campaign, real, LocalDate.now(ZoneOffset.UTC).toString(), kernel, nodes, seed);
        RunRecord.writeAll(place.runs().resolve("run-" + kernel + "-" + seed + ".json"), run);
        if (records) {
            run.append(place.recorded());
        }
        long explained = campaign.findings().stream().filter(Finding::isExplained).count();
        out.printf(
                "fidelity: kernel %s, nodes %s, from seed %d: %,d operations in %,d scenarios, %d explained, %d unexplained%n",
                kernel, nodes, seed, campaign.operations(), campaign.scenarios(), explained,
                campaign.findings().size() - explained);
        out.printf("fidelity: %d guests, %.1f s in them, %.0f operations a second; %.1f s altogether%n", real.boots(),
                real.seconds(), campaign.operations() / real.seconds(), seconds);
    }

    private Path keep(Finding finding) {
        Path file = place.runs().resolve(kernel + "-" + finding.seed() + ".json");
        Replay.of(finding.trial(), kernel, nodes, finding.seed(), finding.family()).write(file);
        return file;
    }

    private void shrink(List<Finding> family, Executor real, Executor simulated) {
        Finding first =
                family.stream().min(Comparator.comparingLong(each -> Weight.of(each.trial().scenario()))).orElseThrow();
        Trial least = Shrinker.shrink(first.trial(), real, simulated);
        Path file = place.runs().resolve("least-" + kernel + "-" + first.seed() + ".json");
        Replay.of(least, kernel, nodes, first.seed(), first.family()).write(file);
        out.println();
        out.println(first.family() + ": seed " + first.seed() + " made small, " + file);
        new TrialText(out).show(least);
    }
}
