package io.numamigrator;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What works here, what does not, why, and the remedy: the doctor's report.
 *
 * <p>{@link #verdict()} is the one line to print at start-up, {@link #toString()} the whole report.
 *
 * @param subject who was examined: {@code this process}, {@code process 4711}
 * @param findings what was found, one or more for each topic that could be examined, in the order of {@link Topic}
 */
public record Diagnosis(String subject, List<Finding> findings) {

    /** Creates a diagnosis with a copy of the findings, in the order of their topics. */
    public Diagnosis {
        findings = findings.stream().sorted(Comparator.comparing(Finding::topic)).toList();
    }

    /**
     * One thing that was found.
     *
     * @param topic what was looked at
     * @param severity how much it matters
     * @param summary what is so, in one sentence without a full stop
     * @param evidence what was read or asked and what came back, one line each
     * @param remedies the remedies; empty if nothing needs to change or nothing can
     */
    public record Finding(Topic topic, Severity severity, String summary, List<String> evidence,
            List<Remedy> remedies) {

        /** Keep copies of the lists. */
        public Finding {
            Objects.requireNonNull(topic, "topic");
            Objects.requireNonNull(severity, "severity");
            Objects.requireNonNull(summary, "summary");
            evidence = List.copyOf(Objects.requireNonNull(evidence, "evidence"));
            remedies = List.copyOf(Objects.requireNonNull(remedies, "remedies"));
        }
    }

    /**
     * One way to change what was found.
     *
     * @param place where the text belongs
     * @param text a line, or for {@link Place#SECCOMP_JSON} a document, to use as it stands
     */
    public record Remedy(Place place, String text) {}

    /** How much a finding matters. */
    public enum Severity {
        /** As it should be. */
        OK,
        /** Worth knowing. */
        NOTE,
        /** Something will be refused or misleading. */
        WARNING,
        /** Nothing works until this is fixed. */
        BLOCKER
    }

    /** What was looked at, the most basic first. */
    public enum Topic {
        /** Whether this is Linux on an architecture whose system-call numbers are known. */
        PLATFORM("platform"),
        /** Whether the JVM may call native code. */
        NATIVE_ACCESS("native access"),
        /** Whether a seccomp filter stands between this process and the kernel. */
        SECCOMP("seccomp"),
        /** Whether the kernel has the page-placement calls. */
        NUMA_CALLS("system calls"),
        /** Whether /proc tells of the processes that system calls mean. */
        PROC("/proc"),
        /** Whether another process may be looked into: user ids, dumpable, CAP_SYS_PTRACE. */
        ACCESS("access to the process"),
        /** CAP_SYS_NICE and CAP_SYS_PTRACE, and what each is needed for. */
        CAPABILITIES("capabilities"),
        /** Which nodes the cpuset allows. */
        CPUSET("cpuset"),
        /** Which nodes the memory policy takes new pages from. */
        POLICY("memory policy"),
        /** How many nodes have memory. */
        NODES("nodes"),
        /** Whether /sys tells about nodes. */
        SYSFS("/sys"),
        /** Whether the kernel moves pages on its own. */
        BALANCING("automatic balancing"),
        /** Transparent huge pages. */
        THP("huge pages"),
        /** Flags of the JVM that get in the way of moving heap pages. */
        JVM_FLAGS("JVM flags");

        private final String title;

        Topic(String title) {
            this.title = title;
        }

        /** Returns the heading to print. */
        public String title() {
            return title;
        }
    }

    /** Where the text of a remedy belongs. */
    public enum Place {
        /** An option of the {@code java} command. */
        JAVA("java"),
        /** A line for a root shell on this machine. */
        SHELL("shell"),
        /** Options of {@code docker run}. */
        DOCKER("docker"),
        /** Options of {@code podman run}. */
        PODMAN("podman"),
        /** Part of a container in a Kubernetes pod. */
        KUBERNETES("kubernetes"),
        /** A line of a unit's {@code [Service]} section. */
        SYSTEMD("systemd"),
        /** A seccomp profile for Docker, Podman and Kubernetes. */
        SECCOMP_JSON("seccomp profile"),
        /** A matter of the machine or its kernel. */
        MACHINE("machine"),
        /** Something to write in the program. */
        PROGRAM("program");

        private final String title;

        Place(String title) {
            this.title = title;
        }

        /** Returns the heading to print. */
        public String title() {
            return title;
        }
    }

    /** Returns how much the worst finding matters; {@link Severity#OK} if there is none. */
    public Severity severity() {
        return findings.stream().map(Finding::severity).max(Comparator.naturalOrder()).orElse(Severity.OK);
    }

    /** Returns the findings about one topic. */
    public List<Finding> about(Topic topic) {
        Objects.requireNonNull(topic, "topic");
        return findings.stream().filter(finding -> finding.topic() == topic).toList();
    }

    /** Returns the verdict in one line. */
    public String verdict() {
        List<Finding> worst = findings.stream().filter(finding -> finding.severity() == severity()).toList();
        String more = worst.size() > 1 ? " (and " + (worst.size() - 1) + " more)" : "";
        return switch (severity()) {
            case BLOCKER -> "not usable: " + worst.getFirst().summary();
            case WARNING -> "usable with limits: " + worst.getFirst().summary() + more;
            case NOTE, OK -> "ready: " + nodes().orElse("pages can be located and moved");
        };
    }

    private Optional<String> nodes() {
        return about(Topic.NODES).stream().map(Finding::summary).findFirst();
    }

    /** Return the whole report: the verdict, then each finding with its evidence and its remedies. */
    @Override
    public String toString() {
        return subject + ": " + verdict() + findings.stream().map(Diagnosis::paragraph).collect(Collectors.joining());
    }

    private static String paragraph(Finding finding) {
        StringBuilder text = new StringBuilder();
        text.append("\n[").append(finding.severity()).append("] ").append(finding.topic().title()).append(": ")
                .append(finding.summary());
        finding.evidence().forEach(line -> text.append("\n    seen: ").append(line));
        finding.remedies().forEach(remedy -> text.append("\n    remedy (").append(remedy.place().title()).append("): ")
                .append(remedy.text().replace("\n", "\n        ")));
        return text.toString();
    }
}
