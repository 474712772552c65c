package io.numamigrator.cli;

import io.numamigrator.NumaMigrator;
import io.numamigrator.cli.draw.JsonPicture;
import io.numamigrator.cli.draw.SvgPicture;
import io.numamigrator.cli.draw.Terminal;
import io.numamigrator.cli.draw.TextPicture;
import io.numamigrator.cli.where.MemoryPicture;
import io.numamigrator.cli.where.MemoryPicture.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows where the memory of a process lives: by node, and by what it is used for. */
@Command(name = "where", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Show where the memory of a process lives, by node and by what it is used for.")
final class WhereCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final KernelChoice kernel;

    @Parameters(paramLabel = "PID|self", description = "The process; self is the JVM that runs this command.")
    private @Nullable ProcessChoice process;

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
        this.process = process;
    }

    @Override
    public Integer call() throws IOException {
        ProcessChoice choice = Objects.requireNonNull(process);
        TextPicture text = new TextPicture(terminal);
        Subject subject = kernel.subject(choice);
        boolean early = choice.isSelf() && kernel.isReal() && !json;
        if (early) {
            // Known at once; the kernel's first answer takes the JVM as long again as its own start.
            text.title(subject).forEach(terminal.out()::println);
        }
        try (NumaMigrator numa = kernel.open();
                LiveProgress progress = new LiveProgress(terminal)) {
            Inspection inspection = new Inspection(kernel, numa, choice, progress);
            if (!json) {
                print(progress, early ? List.of() : text.title(subject));
                print(progress, text.legend(inspection.nodes(), inspection.total()));
            }
            MemoryPicture picture = inspection.picture(subject, !noAttach, everyPage);
            progress.wipe();
            if (json) {
                JsonPicture.write(picture, terminal.out());
            } else {
                print(progress, text.body(picture));
            }
            draw(picture);
        }
        return Failure.OK;
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
