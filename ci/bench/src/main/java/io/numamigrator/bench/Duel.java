package io.numamigrator.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs several ways of a job against the yardstick, in one thread, pair by pair and round by round.
 *
 * <p>In every round each peer gets a slot next to one of the yardstick's, before it in one round and after it in the next;
 * the ratio of such a pair is one sample. What disturbs the machine for longer than a pair disturbs both. The clock is read
 * twice a slot, so its own price (about 0.3 µs) is below 0.01 % of a slot of 6 ms.
 */
final class Duel {

    /** So many runs in a row without gain: everything is compiled. */
    private static final int SETTLED = 8;

    private final Job yardstick;
    private final List<Job> peers;
    private final long expected;

    /** Prepare; every run of every job must count {@code expected} pages. */
    Duel(Job yardstick, List<Job> peers, long expected) {
        this.yardstick = yardstick;
        this.peers = peers;
        this.expected = expected;
    }

    /**
     * What came out.
     *
     * @param name of the peer
     * @param nanos CPU time of one run of the peer
     * @param yardstickNanos CPU time of one run of the yardstick beside it
     * @param ratio peer to yardstick, pair by pair
     */
    record Outcome(String name, Spread nanos, Spread yardstickNanos, Spread ratio) {}

    List<Outcome> run(Effort effort) {
        long yardstickTimes = warm(yardstick, effort);
        List<Outcome> outcomes = new ArrayList<>();
        long[] times = peers.stream().mapToLong(peer -> warm(peer, effort)).toArray();
        double[][] own = new double[peers.size()][effort.rounds()];
        double[][] beside = new double[peers.size()][effort.rounds()];
        for (int round = 0; round < effort.rounds(); round++) {
            for (int i = 0; i < peers.size(); i++) {
                if (round % 2 == 0) {
                    beside[i][round] = yardstick.timed(yardstickTimes, expected);
                    own[i][round] = peers.get(i).timed(times[i], expected);
                } else {
                    own[i][round] = peers.get(i).timed(times[i], expected);
                    beside[i][round] = yardstick.timed(yardstickTimes, expected);
                }
            }
        }
        for (int i = 0; i < peers.size(); i++) {
            outcomes.add(new Outcome(peers.get(i).name(), Spread.of(own[i]), Spread.of(beside[i]),
                    Spread.ofRatios(own[i], beside[i])));
        }
        return outcomes;
    }

    /** Run a job until it gets no faster, and return how often it fits into a slot. */
    private long warm(Job job, Effort effort) {
        long begin = CSide.cpuNanos();
        double best = job.timed(1, expected);
        for (int unimproved = 0; unimproved < SETTLED || CSide.cpuNanos() - begin < effort.warmNanos();) {
            double each = job.timed(Math.max(1, (long) (effort.slotNanos() / 4.0 / best)), expected);
            unimproved = each < best * 0.98 ? 0 : unimproved + 1;
            best = Math.min(best, each);
        }
        return Math.max(1, (long) (effort.slotNanos() / best));
    }
}
