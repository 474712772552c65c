package io.numamigrator.refusal;

import io.numamigrator.Errno;
import io.numamigrator.access.Refusal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** What each errno means for each call, whatever the machine (SEMANTICS 1.1 to 1.3, 2.2, 3). */
public final class RefusalTable {

    private final Map<String, Map<Errno, Refusal>> rows = new HashMap<>();

    private RefusalTable() {}

    private static final class Whole {
        static final RefusalTable TABLE = whole();

        private static RefusalTable whole() {
            RefusalTable table = new RefusalTable();
            MigrationRefusals.fill(table);
            PolicyRefusals.fill(table);
            MemoryRefusals.fill(table);
            return table;
        }
    }

    void add(String call, Errno errno, String meaning, String remedy) {
        rows.computeIfAbsent(call, _ -> new EnumMap<>(Errno.class)).put(errno, new Refusal(meaning, remedy));
    }

    /** Return the meaning of an errno for a call; of one that the call is not known to give, that it is not. */
    public static Refusal of(String call, Errno errno) {
        Refusal known = Whole.TABLE.rows.getOrDefault(call, Map.of()).get(errno);
        return known != null
                ? known
                : new Refusal(
                        "no kernel is known to answer this to " + call
                                + "; a seccomp filter, a security module or a sandbox may have",
                        "see NumaMigrator.diagnose() for what stands before the kernel");
    }
}
