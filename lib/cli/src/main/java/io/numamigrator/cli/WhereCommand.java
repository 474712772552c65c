package io.numamigrator.cli;

import io.numamigrator.NumaMigrator;
import io.numamigrator.cli.draw.AreaText;
import io.numamigrator.cli.draw.JsonPicture;
import io.numamigrator.cli.draw.SvgPicture;
import io.numamigrator.cli.draw.Terminal;
import io.numamigrator.cli.draw.TextPicture;
import io.numamigrator.cli.where.MemoryPicture;
import io.numamigrator.cli.where.MemoryPicture.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows where the memory of processes lives: by node, and by what it is used for. */
@Command(name = "where", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Show where the memory of processes lives, by node and by what it is used for.", footer = {
    "", "Several processes are one picture: a page of a file or of shared memory is counted once."})
final class WhereCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final KernelChoice kernel;

    @Parameters(arity = "0..*", paramLabel = "PID|self", description = "The processes; self is the JVM that runs this command.")
    private List<ProcessChoice> processes = List.of();

    @Option(names = "--exe", paramLabel = "REGEX", description = "Every process whose executable file's path has a part that matches, but for this command.")
    private @Nullable Pattern executable;

    @Option(names = "--areas", description = "List every area, too: policy, nodes, what is swapped out.")
    private boolean areas;

    @Option(names = "--json", description = "Print JSON instead of a picture.")
    private boolean json;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw the picture into an SVG file, too.")
    private @Nullable Path svg;

    @Option(names = "--pages", description = "Ask for every page (move_pages) instead of counting with numa_maps.")
    private boolean everyPage;

    @Option(names = "--no-attach", description = "Do not ask another JVM for its heap, code cache and metaspace; asking starts a thread in it.")
    private boolean noAttach;

    WhereCommand(Terminal terminal, KernelChoice kernel) {
        this.terminal = terminal;
        this.kernel = kernel;
    }

    /** Prepare to look at a process, with every option left out. */
    WhereCommand(Terminal terminal, KernelChoice kernel, ProcessChoice process) {
        this.terminal = terminal;
        this.kernel = kernel;
        this.processes = List.of(process);
    }

    @Override
    public Integer call() throws IOException {
        List<ProcessChoice> choices = choices();
        TextPicture text = new TextPicture(terminal);
        boolean early = choices.size() == 1 && choices.getFirst().isSelf() && kernel.isReal() && !json;
        if (early) {
            // Known at once; the kernel's first answer takes the JVM as long again as its own start.
            text.title(List.of(Subjects.self(choices.getFirst().pid()))).forEach(terminal.out()::println);
        }
        try (NumaMigrator numa = kernel.open();
                LiveProgress progress = new LiveProgress(terminal)) {
            Inspection inspection = new Inspection(kernel, numa, choices, executable != null, progress);
            List<Subject> subjects = inspection.subjects();
            boolean plain = !json && inspection.isPlain();
            if (!json) {
                print(progress, early ? List.of() : text.title(subjects));
            }
            if (plain) {
                print(progress, text.legend(inspection.nodes(), inspection.total()));
            }
            MemoryPicture picture = inspection.picture(subjects, !noAttach, everyPage);
            progress.wipe();
            if (json) {
                JsonPicture.write(picture, terminal.out());
            } else {
                print(progress, plain ? List.of() : text.legend(picture.nodes(), picture.total()));
                print(progress, text.body(picture));
                print(progress, areas ? new AreaText(terminal).lines(picture) : List.of());
            }
            draw(picture);
        }
        return Failure.OK;
    }

    /** Return the processes that are meant, each once. */
    private List<ProcessChoice> choices() {
        Set<ProcessChoice> choices = new LinkedHashSet<>(processes);
        if (executable != null) {
            kernel.running(executable).forEach(choices::add);
        }
        if (choices.isEmpty()) {
            throw new IllegalArgumentException(executable == null
                    ? "name a process: its id, self, or --exe REGEX"
                    : "no process runs a file whose path matches " + executable);
        }
        return List.copyOf(choices);
    }

    private void print(LiveProgress progress, List<String> lines) {
        progress.wipe();
        lines.forEach(terminal.out()::println);
    }

    private void draw(MemoryPicture picture) throws IOException {
        if (svg != null) {
            OutputFile.write(svg, SvgPicture.of(picture));
        }
    }
}
