package io.numamigrator.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which releases are the same kernel. */
class KernelVersionTest {

    private static Set<KernelSwitch> of(String release) {
        KernelVersion kernel = KernelVersion.of(release);
        return Arrays.stream(KernelSwitch.values()).filter(kernel::has).collect(Collectors.toSet());
    }

    @ParameterizedTest(name = "{1} is {0}")
    @CsvSource({"6.12,6.12.0", "6.12,6.12.1", "6.12,6.12.117", "6.1,6.1.192", "5.10,5.10.262", "6.18,6.18.44",
        "7.3,7.3.1",
        "3.10,3.10.108", "2.6.18,2.6.18"})
    void allReleasesOfASeriesAreTheMeasuredOne(String series, String release) {
        assertThat(of(release)).isEqualTo(of(series));
    }

    @Test
    void aCandidateIsMainlinesOwn() {
        assertThat(of("6.12-rc3")).doesNotContain(KernelSwitch.MOVED_BY_ENTRIES_IS_PARTIAL);
        assertThat(of("6.1-rc3")).contains(KernelSwitch.COMPAT_MOVE_WRONG);
        assertThat(of("6.12.117")).contains(KernelSwitch.MOVED_BY_ENTRIES_IS_PARTIAL);
        assertThat(of("6.1.192")).doesNotContain(KernelSwitch.COMPAT_MOVE_WRONG);
    }

    @Test
    void thoseOf2_6AreSeriesOfTheirOwn() {
        assertThat(of("2.6.16")).isNotEqualTo(of("2.6.18"));
        assertThat(KernelVersion.of("2.6.18").release()).isEqualTo("2.6.18");
        assertThat(KernelVersion.of("6.12.117").release()).isEqualTo("6.12.117");
    }
}
