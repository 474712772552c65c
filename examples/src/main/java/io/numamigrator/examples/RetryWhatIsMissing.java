package io.numamigrator.examples;

import io.numamigrator.MoveOptions;
import io.numamigrator.MoveResult;
import io.numamigrator.MoveScope;
import io.numamigrator.NumaMigrator;
import io.numamigrator.PageReport;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Move a file that is mapped twice: what one attempt had to leave is exactly what the next one asks for. */
public final class RetryWhatIsMissing {

    private static final long BYTES = 4 << 20;

    private RetryWhatIsMissing() {}

    /** Run the story. */
    public static void main(String[] args) throws IOException {
        Path file = Files.createTempFile("retry", ".bin");
        try (NumaMigrator numa = NumaMigrator.system();
                Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MemorySegment table = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES, arena);
            MemorySegment again = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES / 2, arena);
            table.fill((byte) 1);
            again.fill((byte) 2);
            int target = numa.topology().allowed().highest();

            MoveResult first = numa.move(table, target);
            System.out.println("pages that one mapping holds: " + first);
            for (PageReport.Entry page : first.refused()) {
                System.out.println("for example " + page);
                break;
            }

            MoveResult second = numa.move(first.remaining(), MoveOptions.of(MoveScope.SHARED).withAttempts(3));
            System.out.println("then what was missing, shared pages too: " + second);
            second.orThrow();
            System.out.println("ok " + (numa.locate(table).bytesOn(target) >> 20) + " MiB on node " + target);
        } finally {
            Files.delete(file);
        }
    }
}
