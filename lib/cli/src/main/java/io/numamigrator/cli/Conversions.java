package io.numamigrator.cli;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads nodes and address ranges of a command line with the library's own parsers. */
final class Conversions {

    private Conversions() {}

    static void register(CommandLine line, KernelChoice kernel) {
        line.registerConverter(ProcessChoice.class, reading(text -> ProcessChoice.parse(text, kernel.self())));
        line.registerConverter(MemoryRange.class, reading(MemoryRange::parse));
        line.registerConverter(NodeSet.class, reading(Conversions::nodes));
    }

    private static NodeSet nodes(String list) {
        NodeSet nodes = NodeSet.parse(list);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("name at least one node, like 0-1,3");
        }
        return nodes;
    }

    private static <T> ITypeConverter<T> reading(Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        };
    }
}
