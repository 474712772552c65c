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

    private static final int MORE_THAN_THERE_ARE = 100_000;

    private HugetlbPool() {}

    static void fill(int node, int pages, Arena until) {
        NativeCall.view(0, 0, until, HugetlbPool::empty);
        resize(node, pages);
    }

    /** Have the kernel take as many pages of a node as it finds, and return how many those are. */
    static int takeAll(int node, Arena until) {
        fill(node, MORE_THAN_THERE_ARE, until);
        try {
            return Integer.parseInt(Files.readString(pool(NODES.resolve("node" + node))).strip());
        } catch (IOException hidden) {
            throw new UncheckedIOException(hidden);
        }
    }

    static void resize(int node, int pages) {
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
