package consumer.service;

import io.numamigrator.MoveResult;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaUnavailableException;
import io.numamigrator.PageReport;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What a user writes first: ask where memory is, move it, and say so where neither can be. */
public final class Service {

    private Service() {}

    /** Locates and moves sixteen pages. */
    public static void main(String[] arguments) {
        try (NumaMigrator numa = NumaMigrator.system();
                Arena arena = Arena.ofShared()) {
            int page = numa.backend().pageSize();
            MemorySegment memory = arena.allocate(16L * page, page);
            memory.fill((byte) 1);
            PageReport report = numa.locate(memory);
            MoveResult result = numa.move(memory, numa.topology().allowed().highest());
            System.out.println("ok " + report.present() + " " + result.pages());
        } catch (NumaUnavailableException unavailable) {
            System.out.println("unavailable " + new NumaUnavailableException("here", unavailable.remedy(), null));
        }
    }
}
