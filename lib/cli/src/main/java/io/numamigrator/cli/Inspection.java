package io.numamigrator.cli;

import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.Vma;
import io.numamigrator.cli.jvm.JvmLayout;
import io.numamigrator.cli.jvm.OtherJvm;
import io.numamigrator.cli.jvm.OwnJvm;
import io.numamigrator.cli.machine.StackPointers;
import io.numamigrator.cli.where.AreaKinds;
import io.numamigrator.cli.where.MemoryPicture;
import io.numamigrator.cli.where.MemoryPicture.Subject;
import io.numamigrator.cli.where.NodeBytes;
import io.numamigrator.cli.where.Progress;
import io.numamigrator.cli.where.StackAreas;
import io.numamigrator.cli.where.Survey;
import java.util.ArrayList;
import java.util.List;

/** Looks at the memory of one process in two steps: how much is on each node, which is quick, and what it is used for. */
final class Inspection {

    private final KernelChoice kernel;
    private final NumaMigrator numa;
    private final ProcessChoice choice;
    private final NumaProcess process;
    private final Progress progress;
    private List<Vma> areas;
    private final NodeBytes total = new NodeBytes();
    private final List<String> notes = new ArrayList<>();

    /** Read the areas of the process. */
    Inspection(KernelChoice kernel, NumaMigrator numa, ProcessChoice choice, Progress progress) {
        this.kernel = kernel;
        this.numa = numa;
        this.choice = choice;
        this.process = choice.in(numa);
        this.progress = progress;
        progress.at("reading numa_maps of process " + choice.pid(), 0, 0);
        this.areas = process.maps();
        areas.forEach(area -> total.add(area.bytesByNode()));
    }

    /** Return the mapped bytes by node. */
    NodeBytes total() {
        return total;
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
     * @param subject the process
     * @param attach whether a JVM may be asked
     * @param everyPage whether to ask for every page instead of taking the counts of numa_maps
     */
    MemoryPicture picture(Subject subject, boolean attach, boolean everyPage) {
        if (areas.isEmpty()) {
            notes.add("The process has no memory of its own: a kernel thread, or a zombie.");
        }
        AreaKinds kinds = new AreaKinds(areas, kernel.isReal() ? ProgramFile.of(choice.pid()) : "");
        JvmLayout jvm = kinds.isJvm() ? askJvm(attach) : JvmLayout.none();
        notes.addAll(jvm.notes());
        if (kernel.isReal()) {
            addStacks(jvm, kinds);
        }
        Survey.Result survey = Survey.of(process, areas, kinds, jvm.layout(), everyPage, progress);
        return new MemoryPicture(
                subject, numa.backend().description(), nodes(), survey.rows(), survey.source(), notes);
    }

    private JvmLayout askJvm(boolean attach) {
        progress.at("asking the JVM for its addresses", 0, 0);
        if (choice.isSelf()) {
            return OwnJvm.ask();
        }
        if (!attach) {
            return JvmLayout.unknown(
                    "The JVM was not asked (--no-attach): heap, code cache and metaspace are counted as native memory.");
        }
        boolean stacksAreHidden = StackPointers.of(choice.pid()).refused() > 0;
        JvmLayout answer = new OtherJvm(choice.pid()).ask(stacksAreHidden);
        // Answering made the JVM start a thread, with a stack of its own.
        areas = process.maps();
        return answer;
    }

    private void addStacks(JvmLayout jvm, AreaKinds kinds) {
        if (areas.isEmpty()) {
            return;
        }
        StackPointers pointers = StackPointers.of(choice.pid());
        List<Long> addresses = new ArrayList<>(pointers.addresses());
        addresses.addAll(jvm.stacks());
        int found = StackAreas.say(jvm.layout(), areas, addresses);
        int hidden = pointers.threads() - 1 - found;
        if (hidden > 0) {
            notes.add("Stacks of " + hidden + " of " + pointers.threads() + " threads were not found (" + why(pointers)
                    + "); they are counted as " + kinds.unknown().label() + ".");
        }
    }

    private static String why(StackPointers pointers) {
        if (pointers.refused() > 0) {
            return "their stack pointers may not be read";
        }
        return pointers.running() > 0 ? "running at that moment" : "no area of their own";
    }
}
