package io.numamigrator;

import io.numamigrator.bindings.NativeCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The pools of huge pages of one size, one pool for each node; empty between tests. */
final class HugetlbPool {

    private static final Path NODES = Path.of("/sys/devices/system/node");

    private static final int MORE_THAN_THERE_ARE = 100_000;

    private final String name;

    private HugetlbPool(String name) {
        this.name = name;
    }

    /** Returns the pools of pages of so many bytes. */
    static HugetlbPool of(long bytes) {
        return new HugetlbPool("hugepages-" + (bytes >> 10) + "kB");
    }

    void fill(int node, int pages, Arena until) {
        NativeCall.view(0, 0, until, this::empty);
        resize(node, pages);
    }

    /** Have the kernel take as many pages of a node as it finds, and return how many those are. */
    int takeAll(int node, Arena until) {
        fill(node, MORE_THAN_THERE_ARE, until);
        try {
            return Integer.parseInt(Files.readString(pool(NODES.resolve("node" + node))).strip());
        } catch (IOException hidden) {
            throw new UncheckedIOException(hidden);
        }
    }

    void resize(int node, int pages) {
        set(pool(NODES.resolve("node" + node)), pages);
    }

    private void empty() {
        try (Stream<Path> folders = Files.list(NODES)) {
            folders.filter(folder -> folder.getFileName().toString().matches("node\\d+"))
                    .forEach(folder -> set(pool(folder), 0));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Path pool(Path node) {
        return node.resolve("hugepages").resolve(name).resolve("nr_hugepages");
    }

    private static void set(Path pool, int pages) {
        try {
            Files.writeString(pool, String.valueOf(pages));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
