package io.numamigrator;

import java.lang.foreign.MemorySegment;
import java.util.Random;

/** Leaves memory in a random state: huge pages, small ones, holes in runs and single. */
final class RandomTouches {

    private final Random random;
    private final Subject subject;

    RandomTouches(Random random, Subject subject) {
        this.random = random;
        this.subject = subject;
    }

    void touch(MemorySegment memory) {
        int page = subject.pageSize();
        long at = 0;
        while (at < memory.byteSize()) {
            long length = Math.min(memory.byteSize() - at, (long) (1 + random.nextInt(2000)) * page);
            MemorySegment piece = memory.asSlice(at, length);
            switch (random.nextInt(4)) {
                case 0 -> subject.write(piece);
                case 1 -> everySome(piece, 1 + random.nextInt(20));
                case 2 -> {
                    subject.write(piece);
                    subject.discard(piece.asSlice(0, (long) random.nextInt((int) (length / page) + 1) * page));
                }
                default -> {
                    // left untouched
                }
            }
            at += length;
        }
    }

    private void everySome(MemorySegment piece, int pagesApart) {
        for (long at = 0; at < piece.byteSize(); at += (long) subject.pageSize() * (1 + random.nextInt(pagesApart))) {
            subject.write(piece.asSlice(at, 1));
        }
    }
}
