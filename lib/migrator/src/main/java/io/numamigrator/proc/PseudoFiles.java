package io.numamigrator.proc;

import io.numamigrator.NodeSet;
import io.numamigrator.kernel.KernelFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Files of /proc and /sys that a kernel may not have, or a container may hide.
 *
 * <p>What is missing or forbidden is absent; any other error is thrown.
 */
public record PseudoFiles(KernelFiles files) {

    public Optional<String> text(String file) {
        try {
            return Optional.of(files.read(file));
        } catch (NoSuchFileException | AccessDeniedException absent) {
            return Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + file, broken);
        }
    }

    /** Read a value; what is not one, in a file that is broken or of a kernel that wrote it otherwise, is absent, too. */
    static <T> Optional<T> valid(String text, Function<String, T> read) {
        try {
            return Optional.of(read.apply(text));
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    Optional<NodeSet> nodes(String file) {
        return text(file).flatMap(text -> valid(text, NodeSet::parse));
    }

    /** Return the nodes that this process may have memory on. */
    public Optional<NodeSet> allowed() {
        return ProcessStatus.ofCaller(files).flatMap(ProcessStatus::allowedNodes);
    }

    OptionalLong number(String file) {
        return text(file).map(PseudoFiles::toNumber).orElse(OptionalLong.empty());
    }

    private static OptionalLong toNumber(String text) {
        return valid(text.strip(), Long::parseLong).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** Return the names in a directory, or nothing if it is absent. */
    Optional<List<String>> names(String directory) {
        try {
            return Optional.of(files.list(directory));
        } catch (NoSuchFileException | AccessDeniedException | NotDirectoryException absent) {
            return Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot list " + directory, broken);
        }
    }

    /** Return N of every name {@code prefix} and a number, ascending. */
    static NodeSet numbered(List<String> names, String prefix) {
        return NodeSet.of(names.stream()
                .map(name -> numberAfter(prefix, name))
                .flatMapToInt(OptionalInt::stream)
                .toArray());
    }

    private static OptionalInt numberAfter(String prefix, String name) {
        String digits = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        boolean number =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }

    /** Return what follows {@code key}, an amount in kB, in bytes. */
    static OptionalLong bytesOf(String key, String text) {
        return valueOf(key, text).map(value -> toNumber(value.split(" ", 2)[0])).filter(OptionalLong::isPresent)
                .filter(kilobytes -> kilobytes.getAsLong() >= 0 && kilobytes.getAsLong() <= Long.MAX_VALUE >> 10)
                .map(kilobytes -> OptionalLong.of(kilobytes.getAsLong() << 10)).orElse(OptionalLong.empty());
    }

    /** Return what follows {@code key} on the first line that starts with it, blanks stripped. */
    public static Optional<String> valueOf(String key, String text) {
        return text.lines().filter(line -> line.startsWith(key)).map(line -> line.substring(key.length()).strip())
                .findFirst();
    }
}
