package io.numamigrator.cli.draw;

import io.numamigrator.NodeSet;
import io.numamigrator.cli.where.MemoryKind;
import io.numamigrator.cli.where.MemoryPicture;
import io.numamigrator.cli.where.MemoryPicture.Row;
import io.numamigrator.cli.where.MemoryPicture.Source;
import io.numamigrator.cli.where.MemoryPicture.Subject;
import io.numamigrator.cli.where.NodeBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Pictures of machines that the tests do not run on. */
public final class SamplePictures {

    private static final long MIB = 1L << 20;

    private SamplePictures() {}

    /** A JVM spread over nodes 0 to {@code nodes - 1}. */
    public static MemoryPicture jvmOn(int nodes) {
        List<Row> rows = new ArrayList<>();
        NodeSet set = NodeSet.empty();
        NodeBytes heap = new NodeBytes();
        for (int node = 0; node < nodes; node++) {
            set = set.plus(NodeSet.of(node));
            heap.add(Map.of(node, (node * 37L % 5 + 1) * 700 * MIB));
        }
        rows.add(new Row(MemoryKind.JAVA_HEAP, 2, heap, 0));
        int second = Math.min(1, nodes - 1);
        rows.add(row(MemoryKind.METASPACE, 0, 61 * MIB, 0, 0));
        rows.add(row(MemoryKind.CODE_CACHE, 0, 30 * MIB, second, 18 * MIB));
        rows.add(row(MemoryKind.THREAD_STACKS, 0, 4096, second, 8192));
        rows.add(row(MemoryKind.NATIVE, 0, 200 * MIB, nodes - 1, 900 * MIB));
        rows.add(row(MemoryKind.LIBRARIES, second, 17 * MIB, 0, 0));
        return new MemoryPicture(
                List.of(new Subject(4711, "java", "/usr/bin/java -Xmx8g -jar shop.jar --name \"a<b&c\"")),
                "Linux 6.12.0 through syscall(2)",
                set,
                List.of(),
                rows,
                new Source(412, 411, 1),
                List.of("The JVM was asked with jcmd, which starts its attach listener; --no-attach leaves that out."));
    }

    /** The same JVM, with a part of every kind swapped out. */
    static MemoryPicture swappedOn(int nodes) {
        MemoryPicture whole = jvmOn(nodes);
        List<Row> rows = whole.rows().stream()
                .map(row -> new Row(row.kind(), row.areas(), row.bytes(), row.bytes().total() / 3)).toList();
        return new MemoryPicture(whole.subjects(), whole.kernel(), whole.nodes(), whole.areas(), rows, whole.source(),
                whole.notes());
    }

    private static Row row(MemoryKind kind, int node, long amount, int other, long more) {
        NodeBytes bytes = new NodeBytes();
        bytes.add(Map.of(node, amount));
        if (more > 0) {
            bytes.add(Map.of(other, more));
        }
        return new Row(kind, 1, bytes, 0);
    }
}
