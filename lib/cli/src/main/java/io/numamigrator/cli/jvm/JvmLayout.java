package io.numamigrator.cli.jvm;

import io.numamigrator.cli.where.Layout;
import io.numamigrator.cli.where.MemoryKind;
import java.util.ArrayList;
import java.util.List;

/**
 * What a JVM tells about its addresses.
 *
 * @param layout heap, metaspace, class space, code cache
 * @param stacks addresses inside stacks of Java threads
 * @param notes what was done to learn it, and what could not be learnt and why
 */
public record JvmLayout(Layout layout, List<Long> stacks, List<String> notes) {

    static final List<String> PLACES = List.of("GC.heap_info", "Compiler.codecache", "VM.metaspace vslist");
    static final String THREADS = "Thread.print";

    /** Return the layout of a process that is no JVM. */
    public static JvmLayout none() {
        return new JvmLayout(new Layout(), List.of(), List.of());
    }

    /** Return the layout of a JVM that was not asked, or did not answer. */
    public static JvmLayout unknown(String note) {
        return new JvmLayout(new Layout(), List.of(), List.of(note));
    }

    static JvmLayout of(String answers, String how) {
        Layout layout = new Layout();
        List<Long> stacks = HotspotText.read(answers, layout);
        List<String> notes = new ArrayList<>(List.of(how));
        boolean zgc = answers.contains("ZHeap");
        if (!zgc && !layout.knows(MemoryKind.JAVA_HEAP)) {
            notes.add("The JVM did not tell where its heap is; it is counted as native memory.");
        }
        if (!layout.knows(MemoryKind.CODE_CACHE)) {
            notes.add("The JVM did not tell where its code cache is; it is counted as native memory.");
        }
        if (!layout.knows(MemoryKind.METASPACE)) {
            notes.add("The JVM did not tell where its metaspace is; it is counted as native memory.");
        }
        return new JvmLayout(layout, stacks, notes);
    }
}
