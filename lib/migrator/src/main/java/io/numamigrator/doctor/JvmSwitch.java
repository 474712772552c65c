package io.numamigrator.doctor;

import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.access.ExaminedProcess;

/** A switch of the JVM that has to do with where heap pages live, and what it does to pages that are moved. */
enum JvmSwitch {
    USE_NUMA("UseNUMA", Severity.WARNING,
            "the collector places the heap itself (Parallel: a part of eden for each node; G1: regions dealt out to"
                    + " nodes) and allocates on the node of the running thread: heap pages moved by hand are placed"
                    + " anew whenever it gives memory back and takes it again",
            "-XX:-UseNUMA"),
    USE_NUMA_INTERLEAVING("UseNUMAInterleaving", Severity.WARNING,
            "the heap has an interleave policy: pages moved to one node stay there, but every page touched later is"
                    + " dealt out to all nodes in turn",
            "-XX:-UseNUMAInterleaving"),
    USE_ZGC("UseZGC", Severity.NOTE,
            "ZGC keeps the heap in a memfd and relocates objects all the time: its pages show as shared memory, an"
                    + " object soon lives on another page than the one moved, and before JDK 24 without +ZGenerational"
                    + " a page can be mapped more than once, which EXCLUSIVE refuses with EACCES",
            "-XX:+UseG1GC"),
    ALWAYS_PRE_TOUCH("AlwaysPreTouch", Severity.NOTE,
            "the whole heap is touched at start: every page exists and can be moved, also those without objects yet",
            "-XX:-AlwaysPreTouch"),
    USE_TRANSPARENT_HUGE_PAGES("UseTransparentHugePages", Severity.NOTE,
            "the heap asks for huge pages: ", "-XX:-UseTransparentHugePages"),
    USE_LARGE_PAGES("UseLargePages", Severity.NOTE,
            "the heap may lie in hugetlb pages: they move whole, and only to a node whose pool has one free or can get"
                    + " one",
            "-XX:-UseLargePages");

    private final String flag;
    private final Severity severity;
    private final String effect;
    private final String opposite;

    JvmSwitch(String flag, Severity severity, String effect, String opposite) {
        this.flag = flag;
        this.severity = severity;
        this.effect = effect;
        this.opposite = opposite;
    }

    String flag() {
        return flag;
    }

    Severity severity() {
        return severity;
    }

    String effect(ExaminedProcess patient) {
        return this == USE_TRANSPARENT_HUGE_PAGES
                ? effect + ThpExamination.hugePage(patient) + " moves as one whole"
                : effect;
    }

    /** Return the option that undoes it. */
    String opposite() {
        return opposite;
    }
}
