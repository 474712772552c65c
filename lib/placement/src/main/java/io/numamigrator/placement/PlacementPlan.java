package io.numamigrator.placement;

import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where pages of one process are to go, with everything that tells later whether it is still about the same memory.
 *
 * <p>Immutable. No two entries are about the same page. A plan with more entries than fit into memory is read by a {@link PlanReader}.
 *
 * {@snippet :
 * PlacementPlan plan = PlacementPlan.read(file);
 * List<Finding> findings = plan.check(numa);
 * PlanResult result = plan.apply(numa, ApplyOptions.DEFAULT);
 * result.undo().write(back);
 * }
 */
public final class PlacementPlan {

    private final PlanHeader header;
    private final List<PlanEntry> entries;
    private final List<PlanEntry> ascending;

    /**
     * Makes a plan.
     *
     * @throws IllegalArgumentException if an entry is not made of whole pages, or two are about the same page
     */
    public PlacementPlan(PlanHeader header, List<PlanEntry> entries) {
        this.header = Objects.requireNonNull(header, "header");
        this.entries = List.copyOf(entries);
        this.ascending = ascending(this.entries);
        this.entries.forEach(entry -> entry.requirePages(header.pageBytes()));
        for (int i = 1; i < ascending.size(); i++) {
            PlanEntry before = ascending.get(i - 1);
            if (before.range().bytes() > ascending.get(i).range().start() - before.range().start()) {
                throw new IllegalArgumentException("two entries are about the same page: " + before + ", and "
                        + ascending.get(i));
            }
        }
    }

    private static List<PlanEntry> ascending(List<PlanEntry> entries) {
        for (int i = 1; i < entries.size(); i++) {
            if (PlanEntry.compareAddresses(entries.get(i - 1), entries.get(i)) > 0) {
                List<PlanEntry> sorted = new ArrayList<>(entries);
                sorted.sort(PlanEntry::compareAddresses);
                return sorted;
            }
        }
        return entries;
    }

    /**
     * Reads a file.
     *
     * @throws PlanFormatException if it is no plan, or of a version that is not known here
     * @throws IOException if it cannot be read
     */
    public static PlacementPlan read(Path file) throws IOException {
        try (PlanReader reader = PlanReader.open(file)) {
            return read(reader);
        }
    }

    /**
     * Reads a text to its end; it is left open.
     *
     * @throws PlanFormatException if it is no plan, or of a version that is not known here
     */
    public static PlacementPlan read(Reader text) throws IOException {
        return read(PlanReader.of(text));
    }

    private static PlacementPlan read(PlanReader reader) throws IOException {
        List<PlanEntry> entries = new ArrayList<>();
        for (Optional<PlanEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            entries.add(entry.get());
        }
        try {
            return new PlacementPlan(reader.header(), entries);
        } catch (IllegalArgumentException contradiction) {
            throw new PlanFormatException(reader.line(), String.valueOf(contradiction.getMessage()), contradiction);
        }
    }

    /** Writes a file, in place of one that is there. */
    public void write(Path file) throws IOException {
        try (Writer text = Files.newBufferedWriter(Objects.requireNonNull(file, "file"), StandardCharsets.UTF_8)) {
            PlanWriter.write(this, text);
        }
    }

    /** Writes a text, which is left open. */
    public void write(Writer text) throws IOException {
        PlanWriter.write(this, Objects.requireNonNull(text, "text"));
    }

    /** Returns what the plan says of itself. */
    public PlanHeader header() {
        return header;
    }

    /** Returns the entries in the order of the file. */
    public List<PlanEntry> entries() {
        return entries;
    }

    /** Returns the entries by address. */
    List<PlanEntry> ascending() {
        return ascending;
    }

    /** Returns the entries in the order in which they are carried out. */
    List<PlanEntry> byPriority() {
        List<PlanEntry> sorted = new ArrayList<>(ascending);
        sorted.sort(Comparator.comparingDouble(PlanEntry::priority).reversed());
        return sorted;
    }

    /** Returns how many bytes of addresses the plan names for each target, ascending by node. */
    public Map<Integer, Long> bytesByTarget() {
        Map<Integer, Long> bytes = new TreeMap<>();
        entries.forEach(entry -> bytes.merge(entry.target(), entry.range().bytes(), Long::sum));
        return bytes;
    }

    /**
     * Compares the plan with its process as it is now.
     *
     * @return everything that is not as the plan says; empty if it fits
     * @throws io.numamigrator.NumaException if the process cannot be asked
     */
    public List<Finding> check(NumaMigrator numa) {
        return check(numa, process(numa));
    }

    /** Compares the plan with a process as it is now, which should be the one that it was made for. */
    public List<Finding> check(NumaMigrator numa, NumaProcess process) {
        return new PlanCheck(this, numa, process).findings();
    }

    /** Compares with another plan, page by page. */
    public PlanDiff diff(PlacementPlan other) {
        return PlanDiff.of(this, other);
    }

    /**
     * Moves the pages of the plan to their targets, if the plan fits.
     *
     * @throws PlanRefusedException if it does not fit: nothing was moved, and the findings say why
     * @throws io.numamigrator.NumaException if the process cannot be asked
     */
    public PlanResult apply(NumaMigrator numa, ApplyOptions options) {
        return apply(numa, process(numa), options);
    }

    /**
     * Moves pages of a process, which should be the one that the plan was made for, to their targets, if the plan fits.
     *
     * @throws PlanRefusedException if it does not fit: nothing was moved, and the findings say why
     */
    public PlanResult apply(NumaMigrator numa, NumaProcess process, ApplyOptions options) {
        List<Finding> findings = check(numa, process);
        List<Finding> stopping = Finding.stopping(findings, options);
        if (!stopping.isEmpty()) {
            throw new PlanRefusedException(stopping);
        }
        return new PlanExecution(this, process, options).run();
    }

    private NumaProcess process(NumaMigrator numa) {
        return numa.process(header.process().pid());
    }

    @Override
    public String toString() {
        return "plan of " + entries.size() + (entries.size() == 1 ? " entry" : " entries") + " for "
                + header.process();
    }
}
