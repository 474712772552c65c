package io.numamigrator;

import io.numamigrator.bindings.NativeCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The pools of 2 MiB pages, one for each node; empty between tests. */
final class HugetlbPool {

    private static final Path NODES = Path.of("/sys/devices/system/node");

    private HugetlbPool() {}

    static void fill(int node, int pages, Arena until) {
        NativeCall.view(0, 0, until, HugetlbPool::empty);
        set(pool(NODES.resolve("node" + node)), pages);
    }

    private static void empty() {
        try (Stream<Path> folders = Files.list(NODES)) {
            folders.filter(folder -> folder.getFileName().toString().matches("node\\d+"))
                    .forEach(folder -> set(pool(folder), 0));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Path pool(Path node) {
        return node.resolve("hugepages/hugepages-2048kB/nr_hugepages");
    }

    private static void set(Path pool, int pages) {
        try {
            Files.writeString(pool, String.valueOf(pages));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
