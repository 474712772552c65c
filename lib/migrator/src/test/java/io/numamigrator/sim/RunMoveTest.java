package io.numamigrator.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 1.4 and 1.7: runs, flushes, statuses and the return value of Linux 4.17 and later. */
class RunMoveTest {

    @DisplayName("1.4 measured on 6.1 and 6.12")
    @ParameterizedTest(name = "1.4 [{0}] returns {1}, statuses {2}, pages on {3}")
    @CsvSource(delimiter = '|', textBlock = """
            P>1                     | 1       | ·           | 0
            g>1 P>1 g>1             | 1       | · · ·       | 1 0 1
            P>1 g>2 g>2             | 3       | · · ·       | 0 0 0
            P>1 hole>1 g>1          | 2       | · -EFAULT · | 0 - 0
            hole>1 P>1 g>1          | 1       | -EFAULT · · | - 0 1
            P>1 g>1 g>-1            | -ENODEV | · · ·       | 0 1 0
            P>1 P>1 g>1 g>2 P>2 g>2 g>2 g>2 | 7 | · · · · · · · · | 0 0 1 0 0 0 0 0
            P>0                     | 0       | 0           | 0
            g>1 g>1 g>4 g>1         | -ENODEV | 1 1 · ·     | 1 1 0 0
            """)
    void aRunIsMigratedWhenItEnds(String entries, String result, String statuses, String places) {
        for (String kernel : new String[] {"6.1", "6.12", "6.18", "7.3"}) {
            PageBatch batch = PageBatch.on(kernel);
            assertThat(batch.move(entries)).as(kernel).isEqualTo(new Outcome(result, statuses));
            assertThat(batch.places()).as(kernel).isEqualTo(places);
        }
    }
}
