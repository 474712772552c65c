package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Pages follow their process from cpuset to cpuset: cgroup v2, Linux 5.15 and later (SEMANTICS 4). */
interface CpusetMoveContract extends OnSeveralNodes {

    private void expect(LabProcess process, long[] pages, NodeSet cpuset, int... places) {
        process.confine(cpuset);
        assertThat(process.places(pages)).as("in the cpuset " + cpuset).containsExactly(places);
    }

    private long[] twoOnAAndTwoOnB(LabProcess process) {
        return new long[] {
            process.on(a(), 1).start(),
            process.on(a(), 1).start(),
            process.on(b(), 1).start(),
            process.on(b(), 1).start()
        };
    }

    @Test
    default void aProcessThatEntersACpusetTakesItsPagesAlongByRank() {
        boolean follows = since("5.15");
        try (LabProcess process = lab().process()) {
            long[] pages = twoOnAAndTwoOnB(process);
            process.confine(NodeSet.of(a(), b()));
            expect(process, pages, NodeSet.of(b(), c()), follows ? new int[] {b(), b(), c(), c()} : stay());
        }
    }

    private int[] stay() {
        return new int[] {a(), a(), b(), b()};
    }

    @Test
    default void pagesOfADisjointCpusetKeepTheirRank() {
        boolean follows = since("5.15");
        try (LabProcess process = lab().process()) {
            long[] pages = twoOnAAndTwoOnB(process);
            process.confine(NodeSet.of(a(), b()));
            expect(process, pages, NodeSet.of(c(), d()), follows ? new int[] {c(), c(), d(), d()} : stay());
            expect(process, pages, NodeSet.of(a(), b()), stay());
        }
    }

    @Test
    default void aSmallerCpusetGathersItsPagesAndAWiderOneLeavesThem() {
        boolean follows = since("5.15");
        try (LabProcess process = lab().process()) {
            long[] pages = twoOnAAndTwoOnB(process);
            process.confine(NodeSet.of(a(), b()));
            int[] gathered = follows ? new int[] {c(), c(), c(), c()} : stay();
            expect(process, pages, NodeSet.of(c()), gathered);
            expect(process, pages, NodeSet.of(a(), b(), c()), gathered);
        }
    }
}
