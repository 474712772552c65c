package io.numamigrator.cli.draw;

import io.numamigrator.MemoryPolicy;
import io.numamigrator.cli.where.MemoryKind;
import io.numamigrator.cli.where.MemoryPicture;
import io.numamigrator.cli.where.MemoryPicture.Area;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says under which memory policies areas are. */
final class PolicyLines {

    private PolicyLines() {}

    /** Return a sentence for each policy but the default, which is to have none: how many areas, how much memory, of what kinds. */
    static List<String> of(MemoryPicture picture) {
        Map<String, List<Area>> policies = new TreeMap<>();
        for (Area area : picture.areas()) {
            if (area.vma().policy().mode() != MemoryPolicy.Mode.DEFAULT) {
                policies.computeIfAbsent(area.vma().policy().toString(), none -> new ArrayList<>()).add(area);
            }
        }
        List<String> sentences = new ArrayList<>();
        policies.forEach((policy, under) -> sentences.add("policy " + policy + ": " + under.size()
                + (under.size() == 1 ? " area, " : " areas, ")
                + Size.of(under.stream().mapToLong(area -> area.bytes().total()).sum()) + " mapped, "
                + under.stream().flatMap(area -> area.kinds().stream()).distinct().sorted().map(MemoryKind::label)
                        .collect(Collectors.joining(", "))));
        return sentences;
    }
}
