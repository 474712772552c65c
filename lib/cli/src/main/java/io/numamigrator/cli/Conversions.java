package io.numamigrator.cli;

import io.numamigrator.MemoryRange;
import io.numamigrator.sim.Capability;
import io.numamigrator.sim.SeccompProfile;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads nodes and address ranges of a command line with parsers that say what is wrong. */
final class Conversions {

    private Conversions() {}

    static void register(CommandLine line, KernelChoice kernel) {
        line.registerConverter(ProcessChoice.class, reading(text -> ProcessChoice.parse(text, kernel.self())));
        line.registerConverter(MemoryRange.class, reading(MemoryRange::parse));
        line.registerConverter(NodeList.class, reading(NodeList::parse));
        line.registerConverter(SeccompProfile.class, reading(SeccompProfile::named));
        line.registerConverter(Capability.class, reading(Conversions::capability));
    }

    /** Read a capability with or without CAP_, as {@code docker run} does. */
    private static Capability capability(String name) {
        String full = "CAP_" + name.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", "");
        return Stream.of(Capability.values()).filter(each -> each.name().equals(full)).findAny()
                .orElseThrow(() -> new IllegalArgumentException("capability \"" + name + "\" is none of "
                        + Stream.of(Capability.values()).map(each -> each.name().substring(4))
                                .collect(Collectors.joining(", "))));
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
