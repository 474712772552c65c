package io.numamigrator.cli;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaException;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.Vma;
import io.numamigrator.cli.draw.Size;
import io.numamigrator.cli.jvm.JvmLayout;
import io.numamigrator.cli.jvm.OtherJvm;
import io.numamigrator.cli.jvm.OwnJvm;
import io.numamigrator.cli.machine.StackPointers;
import io.numamigrator.cli.where.AreaKinds;
import io.numamigrator.cli.where.MemoryPicture;
import io.numamigrator.cli.where.MemoryPicture.Subject;
import io.numamigrator.cli.where.NodeBytes;
import io.numamigrator.cli.where.Part;
import io.numamigrator.cli.where.Progress;
import io.numamigrator.cli.where.SharedFiles;
import io.numamigrator.cli.where.StackAreas;
import io.numamigrator.cli.where.Survey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at the memory of processes in two steps: how much is on each node, which is quick, and what it is used for. */
final class Inspection {

    /** A process and its areas, read a moment ago. */
    private record Target(ProcessChoice choice, NumaProcess process, List<Vma> areas) {}

    private final KernelChoice kernel;
    private final NumaMigrator numa;
    private final Progress progress;
    private final List<Target> targets = new ArrayList<>();
    private final NodeBytes total = new NodeBytes();
    private final List<String> notes = new ArrayList<>();

    /**
     * Read the areas of the processes.
     *
     * @param lenient whether a process that cannot be looked into is left out with a note, as long as one is left
     */
    Inspection(
            KernelChoice kernel, NumaMigrator numa, List<ProcessChoice> choices, boolean lenient, Progress progress) {
        this.kernel = kernel;
        this.numa = numa;
        this.progress = progress;
        for (int i = 0; i < choices.size(); i++) {
            boolean last = i + 1 == choices.size() && targets.isEmpty();
            read(choices.get(i), lenient && !last);
        }
        targets.forEach(target -> target.areas().stream().filter(Survey::isCountable)
                .forEach(area -> total.add(area.bytesByNode())));
    }

    private void read(ProcessChoice choice, boolean lenient) {
        progress.at("reading numa_maps of process " + choice.pid(), 0, 0);
        NumaProcess process = choice.in(numa);
        try {
            targets.add(new Target(choice, process, process.maps()));
        } catch (NumaException refused) {
            if (!lenient) {
                throw refused;
            }
            notes.add("Process " + choice.pid() + " was left out: " + refused.getMessage());
        }
    }

    /** Name the processes that could be looked into. */
    List<Subject> subjects() {
        return targets.stream().map(target -> kernel.subject(target.choice(), target.process())).toList();
    }

    /** Return the mapped bytes by node, pages that are mapped twice among them twice: see {@link #isPlain}. */
    NodeBytes total() {
        return total;
    }

    /** Return whether no page is mapped by two areas that are looked at, as far as files go, so that the total is the truth. */
    boolean isPlain() {
        SharedFiles files = files(targets.stream().map(Target::areas).toList());
        return targets.stream().flatMap(target -> target.areas().stream()).noneMatch(files::isShownAgain);
    }

    private SharedFiles files(List<List<Vma>> areas) {
        SharedFiles files = new SharedFiles(numa.backend().pageSize());
        areas.forEach(files::add);
        return files;
    }

    /** Return the nodes with memory, and any other a page was found on. */
    NodeSet nodes() {
        NodeSet found = NodeSet.empty();
        for (int node : total.byNode().keySet()) {
            found = found.plus(NodeSet.of(node));
        }
        return numa.topology().withMemory().plus(found);
    }

    /**
     * Find out what the memory is used for.
     *
     * @param subjects the processes
     * @param attach whether JVMs may be asked
     * @param everyPage whether to ask for every page instead of taking the counts of numa_maps
     */
    MemoryPicture picture(List<Subject> subjects, boolean attach, boolean everyPage) {
        List<Part> parts = targets.stream().map(target -> part(target, attach)).toList();
        Survey.Result survey = Survey.of(parts, files(parts.stream().map(Part::areas).toList()), everyPage, progress);
        addNotes(parts, survey);
        return new MemoryPicture(subjects, numa.backend().description(), nodes(), survey.areas(), survey.rows(),
                survey.source(), notes);
    }

    private Part part(Target target, boolean attach) {
        List<Vma> areas = target.areas();
        if (areas.isEmpty()) {
            note(target, "The process has no memory of its own: a kernel thread, or a zombie.");
        }
        AreaKinds kinds = new AreaKinds(areas, kernel.isReal() ? ProgramFile.of(target.process().procDirectory()) : "");
        JvmLayout jvm = JvmLayout.none();
        if (kinds.isJvm()) {
            jvm = askJvm(target, attach);
            // Answering made the JVM start a thread, with a stack of its own.
            areas = target.choice().isSelf() || !attach ? areas : target.process().maps();
        }
        jvm.notes().forEach(note -> note(target, note));
        if (kernel.isReal() && !areas.isEmpty()) {
            addStacks(target, areas, jvm, kinds);
        }
        return new Part(target.choice().pid(), target.process(), areas, kinds, jvm.layout(), swapped(target));
    }

    private Map<MemoryRange, Long> swapped(Target target) {
        try {
            return target.process().swapped();
        } catch (NumaException refused) {
            note(target, "What is swapped out is not known: " + refused.getMessage());
            return Map.of();
        }
    }

    private void note(Target target, String words) {
        notes.add(targets.size() == 1 ? words : "Process " + target.choice().pid() + ": " + words);
    }

    private void addNotes(List<Part> parts, Survey.Result survey) {
        boolean several = parts.size() > 1;
        if (survey.again() > 0) {
            notes.add(Size.of(survey.again()) + (several
                    ? " more are mapped again, by another of these processes or twice by one"
                    : " more are mapped more than once in this process") + "; each page is counted once.");
        }
        if (several && parts.stream().flatMap(part -> part.areas().stream())
                .anyMatch(area -> area.counts().anonymous() > 0 && area.counts().maxMappings() > 1)) {
            notes.add(
                    "Anonymous pages that processes share since a fork are counted in each: nobody tells which they are.");
        }
        if (survey.uncounted() > 0) {
            notes.add(survey.uncounted() + (survey.uncounted() == 1 ? " area" : " areas")
                    + " of hugetlb pages are not counted: this kernel does not tell how large the pages are.");
        }
    }

    private JvmLayout askJvm(Target target, boolean attach) {
        progress.at("asking the JVM for its addresses", 0, 0);
        if (target.choice().isSelf()) {
            return OwnJvm.ask();
        }
        if (!attach) {
            return JvmLayout.unknown(
                    "The JVM was not asked (--no-attach): heap, code cache and metaspace are counted as native memory.");
        }
        String proc = target.process().procDirectory();
        boolean stacksAreHidden = StackPointers.of(proc).refused() > 0;
        return new OtherJvm(target.choice().pid(), proc).ask(stacksAreHidden);
    }

    private void addStacks(Target target, List<Vma> areas, JvmLayout jvm, AreaKinds kinds) {
        StackPointers pointers = StackPointers.of(target.process().procDirectory());
        List<Long> addresses = new ArrayList<>(pointers.addresses());
        addresses.addAll(jvm.stacks());
        int found = StackAreas.say(jvm.layout(), areas, addresses);
        int hidden = pointers.threads() - 1 - found;
        if (hidden > 0) {
            note(target, "Stacks of " + hidden + " of " + pointers.threads() + " threads were not found ("
                    + why(pointers) + "); they are counted as " + kinds.unknown().label() + ".");
        }
    }

    private static String why(StackPointers pointers) {
        if (pointers.refused() > 0) {
            return "their stack pointers may not be read";
        }
        return pointers.running() > 0 ? "running at that moment" : "no area of their own";
    }
}
