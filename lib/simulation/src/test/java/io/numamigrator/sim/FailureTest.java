package io.numamigrator.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.sim.fixture.Outcome;
import io.numamigrator.sim.fixture.PageBatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 1.6: pages that were queued and could not be moved. */
class FailureTest {

    @ParameterizedTest(name = "1.6 on {0} {1} next to a movable page: result {2}, status {3}, on node {4}")
    @CsvSource({
        "2.6.18, P, 1, -EAGAIN, 0",
        "2.6.28, P, 1, -EAGAIN, 0",
        "2.6.29, P, 0, -EAGAIN, 0",
        "3.10, P, 0, -EAGAIN, 0",
        "4.3, P, 0, -EAGAIN, 0",
        "4.3, no-writing, 0, -EINVAL, 0",
        "4.3, write-fails, 0, -EIO, 0",
        "4.3, forbids, 0, -EIO, 0",
        "4.3, no-method, 0, 1, 1",
        "2.6.18, write-fails, 1, -EIO, 0",
        "2.6.18, no-writing, 1, -EINVAL, 0"})
    void eachEntryHasItsOwnOutcome(String kernel, String kind, String result, String status, String place) {
        PageBatch batch = PageBatch.on(kernel);
        assertThat(batch.move(kind + ">1 g>1")).isEqualTo(new Outcome(result, status + " 1"));
        assertThat(batch.places()).isEqualTo(place + " 1");
    }

    @ParameterizedTest(name = "1.6 from 4.17 on a page that stays shows in the result alone: {0}")
    @ValueSource(strings = {"P", "no-writing", "write-fails", "forbids"})
    void theResultAlone(String kind) {
        PageBatch batch = PageBatch.on("6.12");
        assertThat(batch.move("g>1 " + kind + ">1")).isEqualTo(new Outcome("1", "· ·"));
        assertThat(batch.places()).isEqualTo("1 0");
    }

    @Test
    @DisplayName("1.6 a page under writeback is waited for")
    void writeback() {
        PageBatch batch = PageBatch.on("6.12");
        long page = batch.kinds.address("file", 0);
        batch.process.core().requireSpace().folio(page / 4096).writeback = true;
        batch.name("written", page);

        assertThat(batch.move("written>1")).isEqualTo(new Outcome("0", "1"));
    }

    @ParameterizedTest(name = "1.6 on {0} a full target is ENOMEM and no status of its chunk is written")
    @ValueSource(strings = {"2.6.19", "2.6.29", "3.10", "4.3"})
    void fullTargets(String kernel) {
        PageBatch batch = PageBatch.on(kernel);
        batch.machine.fill(1, 4096);
        assertThat(batch.move("g>1 g>1 g>1")).isEqualTo(new Outcome("-ENOMEM", "· · ·"));
        assertThat(batch.places()).isEqualTo("1 0 0");
    }

    @Test
    @DisplayName("1.6 in 2.6.18 a full target sends pages to another node, and their status says so")
    void targetsFallBack() {
        PageBatch batch = PageBatch.on("2.6.18");
        batch.machine.fill(1, 4096);
        assertThat(batch.move("g>1 g>1")).isEqualTo(new Outcome("0", "1 2"));
    }

    @ParameterizedTest(name = "1.6 and 10/4: on {0} a call with nothing to move is {1}, statuses {2}")
    @CsvSource({
        "2.6.18, -ENOENT, · ·",
        "2.6.27, -ENOENT, · ·",
        "2.6.28, 0, 1 -EFAULT",
        "4.3, 0, 1 -EFAULT",
        "6.12, 0, 1 -EFAULT"})
    void nothingToMove(String kernel, String result, String statuses) {
        assertThat(PageBatch.on(kernel).move("g@1>1 top>1")).isEqualTo(new Outcome(result, statuses));
    }

    @Test
    @DisplayName("1.6 several failures are counted together up to 2.6.28")
    void failuresAreCounted() {
        assertThat(PageBatch.on("2.6.28").move("P>1 P>2 g>1 g>2 write-fails>1"))
                .isEqualTo(new Outcome("3", "-EAGAIN -EAGAIN 1 2 -EIO"));
    }
}
