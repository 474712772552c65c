package io.numamigrator.sim.proc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A directory of /proc or /sys. */
final class PseudoDirectory implements PseudoNode {

    private final Map<String, Source> entries = new LinkedHashMap<>();

    /** Names that lead somewhere and are not listed, like /proc/TID of a thread. */
    private Function<String, @Nullable PseudoNode> unlisted = name -> null;

    /** Add a file with what {@code text} says. */
    PseudoDirectory file(String name, PseudoFile text) {
        entries.put(name, () -> text);
        return this;
    }

    /** Add a file that never changes. */
    PseudoDirectory file(String name, String text) {
        return file(name, (PseudoFile) () -> text);
    }

    /** Add a link with where {@code target} says it leads. */
    PseudoDirectory link(String name, PseudoLink target) {
        entries.put(name, () -> target);
        return this;
    }

    /** Add a file if the kernel has it. */
    PseudoDirectory file(boolean present, String name, PseudoFile text) {
        return present ? file(name, text) : this;
    }

    PseudoDirectory directory(String name, Supplier<PseudoDirectory> made) {
        entries.put(name, made::get);
        return this;
    }

    PseudoDirectory directory(boolean present, String name, Supplier<PseudoDirectory> made) {
        return present ? directory(name, made) : this;
    }

    /** Add links, by name alone. */
    PseudoDirectory links(String prefix, IntStream numbers) {
        numbers.forEach(number -> entries.put(prefix + number, PseudoDirectory::new));
        return this;
    }

    /** Let names lead somewhere without listing them. */
    PseudoDirectory unlisted(Function<String, @Nullable PseudoNode> found) {
        unlisted = found;
        return this;
    }

    List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /** Return where a name leads, or null. */
    @Nullable Source child(String name) {
        Source listed = entries.get(name);
        if (listed != null) {
            return listed;
        }
        PseudoNode found = unlisted.apply(name);
        return found == null ? null : () -> found;
    }
}
