package io.numamigrator.cli;

import io.numamigrator.MigrateResult;
import io.numamigrator.MigrateResult.Straggler;
import io.numamigrator.cli.draw.Paragraph;
import io.numamigrator.cli.draw.Size;
import io.numamigrator.cli.draw.Table;
import io.numamigrator.cli.draw.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Sets the result of a migration as text. */
final class MigrationTable {

    private static final int SHOWN = 8;

    private MigrationTable() {}

    static List<String> lines(MigrateResult result, long nanos, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        if (result.isVerified()) {
            lines.addAll(byNode(result).lines());
        }
        lines.add("kernel: " + result.call()
                + (nanos == 0 ? "" : " in " + Size.time(nanos) + " with both looks at numa_maps"));
        List<Straggler> left = result.stragglers();
        left.stream().limit(SHOWN).forEach(straggler -> lines.add("left behind: " + describe(straggler)));
        if (left.size() > SHOWN) {
            lines.add("left behind: " + (left.size() - SHOWN) + " more areas");
        }
        result.shortages().stream().limit(SHOWN).forEach(shortage -> lines.add("left behind: " + shortage));
        result.returning().stream().limit(SHOWN).forEach(policy -> lines.addAll(
                Paragraph.wrap("next pages go back to " + policy.back() + ": " + policy, terminal.width())));
        lines.add(verdict(result, terminal));
        return lines;
    }

    private static Table byNode(MigrateResult result) {
        Table table = new Table("lrr").row("", "before", "after");
        TreeSet<Integer> nodes = new TreeSet<>(result.bytesBefore().keySet());
        nodes.addAll(result.bytesAfter().keySet());
        result.from().forEach(nodes::add);
        result.to().forEach(nodes::add);
        for (int node : nodes) {
            table.row(
                    "node " + node,
                    Size.of(result.bytesBefore().getOrDefault(node, 0L)),
                    Size.of(result.bytesAfter().getOrDefault(node, 0L)));
        }
        return table;
    }

    private static String describe(Straggler straggler) {
        StringBuilder text = new StringBuilder(Long.toHexString(straggler.vma().start()));
        straggler.bytesByNode()
                .forEach((node, bytes) -> text.append("  ").append(Size.of(bytes)).append(" on node ").append(node));
        String name = straggler.vma().name();
        return text.append(name.isEmpty() ? "" : "  " + name).toString();
    }

    private static String verdict(MigrateResult result, Terminal terminal) {
        String way = result.from() + " to " + result.to();
        if (result.isComplete()) {
            return terminal.alarm(0, "complete") + ": " + way;
        }
        if (!result.isVerified()) {
            return terminal.alarm(1, "not verified") + ": " + way + ", " + result.unverifiedBecause().orElse("");
        }
        String doubt = result.bytesInDoubt() > 0
                ? "; up to " + Size.of(result.bytesInDoubt())
                        + " shared with other processes may have been skipped (needs CAP_SYS_NICE)"
                : "";
        String hidden = (result.bytesSwapped() > 0 ? "; " + Size.of(result.bytesSwapped()) + " swapped out" : "")
                + (result.bytesUnseen() > 0
                        ? "; up to " + Size.of(result.bytesUnseen())
                                + " of shared memory that it has not mapped may be elsewhere"
                        : "");
        return terminal.alarm(1, "incomplete") + ": " + way + ", " + Size.of(result.bytesLeft()) + " left behind"
                + doubt + hidden;
    }
}
