package io.numamigrator.cli.draw;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SizeTest {

    @Test
    void amountsUseTheLargestBinaryUnitThatFits() {
        assertThat(Size.of(0)).isEqualTo("0");
        assertThat(Size.of(1)).isEqualTo("1 B");
        assertThat(Size.of(4096)).isEqualTo("4.0 KiB");
        assertThat(Size.of(402L << 20)).isEqualTo("402.0 MiB");
        assertThat(Size.of(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
    }

    @Test
    void anAmountIsNeverPrintedAsAThousandAndTwentyFour() {
        assertThat(Size.of((1L << 20) - 1)).isEqualTo("1.0 MiB");
        assertThat(Size.of((1L << 30) - 1)).isEqualTo("1.0 GiB");
    }

    @Test
    void aShareOfSomethingIsNeitherNothingNorEverything() {
        assertThat(Size.share(1, 1_000_000)).isEqualTo("<1 %");
        assertThat(Size.share(999_999, 1_000_000)).isEqualTo(">99 %");
        assertThat(Size.share(1, 4)).isEqualTo("25 %");
        assertThat(Size.share(5, 5)).isEqualTo("100 %");
        assertThat(Size.share(0, 0)).isEqualTo("0 %");
    }

    @Test
    void timesAndRatesHaveUnits() {
        assertThat(Size.time(1_500)).isEqualTo("1.5 µs");
        assertThat(Size.time(12_340_000)).isEqualTo("12.3 ms");
        assertThat(Size.time(2_000_000_000L)).isEqualTo("2.0 s");
        assertThat(Size.rate(1L << 30, 500_000_000)).isEqualTo("2.0 GiB/s");
    }
}
