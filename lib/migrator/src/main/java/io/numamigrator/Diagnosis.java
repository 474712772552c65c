package io.numamigrator;

import java.util.List;

/** What works here, what does not, why, and what mends it: the answer of the doctor. */
public record Diagnosis(List<Finding> findings) {

    /** One thing that was looked at. */
    public record Finding(Topic topic, Severity severity, String summary, String evidence, List<String> mends) {}

    /** How much a finding matters. */
    public enum Severity {
        /** As it should be. */
        OK,
        /** Worth knowing. */
        NOTE,
        /** Something will be refused or misleading. */
        WARNING,
        /** Nothing works until this is mended. */
        BLOCKER
    }

    /** What was looked at. */
    public enum Topic {
        NATIVE_ACCESS, KERNEL, SECCOMP, CAPABILITIES, PTRACE, CPUSET, NODES, SYSFS, BALANCING, THP, JVM_FLAGS
    }

    /** Return the verdict in one line. */
    public String verdict() {
        throw new UnsupportedOperationException("sketch");
    }
}
