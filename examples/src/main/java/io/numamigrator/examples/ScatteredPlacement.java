package io.numamigrator.examples;

import io.numamigrator.MoveResult;
import io.numamigrator.NumaMigrator;
import io.numamigrator.Placement;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.PrimitiveIterator;

/** Spread the shards of an off-heap cache over all nodes in one request. */
public final class ScatteredPlacement {

    private static final int SHARDS = 32;
    private static final long SHARD_BYTES = 1 << 20;

    private ScatteredPlacement() {}

    /** Run the story. */
    public static void main(String[] args) {
        try (NumaMigrator numa = NumaMigrator.system();
                Arena arena = Arena.ofShared()) {
            MemorySegment cache = arena.allocate(SHARDS * SHARD_BYTES, numa.backend().pageSize());
            cache.fill((byte) 1);

            Placement plan = Placement.nothing();
            PrimitiveIterator.OfInt nodes = endlessly(numa.topology().allowed().stream().toArray());
            for (int shard = 0; shard < SHARDS; shard++) {
                plan = plan.and(cache.asSlice(shard * SHARD_BYTES, SHARD_BYTES), nodes.nextInt());
            }
            System.out.println(plan);

            MoveResult result = numa.move(plan).orThrow();
            System.out.println(result);
            System.out.println("bytes by node: " + result.report().bytesByNode());
            System.out.println("ok " + SHARDS + " shards where they belong");
        }
    }

    private static PrimitiveIterator.OfInt endlessly(int[] nodes) {
        return java.util.stream.IntStream.iterate(0, i -> (i + 1) % nodes.length)
                .map(i -> nodes[i])
                .iterator();
    }
}
