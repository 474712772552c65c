package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryPolicy.Flag;
import io.numamigrator.MemoryPolicy.Mode;
import io.numamigrator.areas.CutPolicy;
import io.numamigrator.areas.NumaMapsLine;
import io.numamigrator.policy.NodeMask;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is printed and read again is what it was; a failure names its seed, to be given as -Dnuma.seed. */
class RoundTripTest {

    private static final int ROUNDS = 2000;

    private static void forSeeds(Consumer<Random> property) {
        long first = Long.getLong("numa.seed", new Random().nextLong());
        for (long seed = first; seed < first + ROUNDS; seed++) {
            try {
                property.accept(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with seed " + seed, e);
            }
        }
    }

    private static NodeSet nodes(Random random) {
        int width = random.nextInt(10) == 0 ? NodeSet.MAX_NODE + 1 : 1 + random.nextInt(70);
        return NodeSet.of(random.ints(random.nextInt(12), 0, width).toArray());
    }

    private static MemoryPolicy policy(Random random) {
        Mode mode = List.of(Mode.values()).get(random.nextInt(Mode.values().length));
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (Flag flag : Flag.values()) {
            if (random.nextInt(3) == 0) {
                flags.add(flag);
            }
        }
        boolean home = (mode == Mode.BIND || mode == Mode.PREFERRED_MANY) && random.nextBoolean();
        return new MemoryPolicy(
                mode, nodes(random), flags, home ? OptionalInt.of(random.nextInt(1024)) : OptionalInt.empty());
    }

    @Test
    void aNodeSetIsItsText() {
        forSeeds(random -> {
            NodeSet set = nodes(random);
            assertThat(NodeSet.parse(set.toString())).isEqualTo(set);
            assertThat(NodeMask.ofWords(NodeMask.words(set))).isEqualTo(set);
            assertThat(CpuSet.parse(set.toString())).hasToString(set.toString());
        });
    }

    @Test
    void aPolicyIsItsText() {
        forSeeds(random -> {
            MemoryPolicy policy = policy(random);
            assertThat(MemoryPolicy.parse(policy.toString())).isEqualTo(policy);
        });
    }

    @Test
    void anAreaIsItsLine() {
        forSeeds(random -> {
            Area area = new Area(random);
            Vma vma = new NumaMapsLine(4096, Map.of(), new CutPolicy(CutPolicy.ROOM)).parse(area.line());
            assertThat(vma.start()).isEqualTo(area.start);
            if (area.isCut()) {
                assertThat(vma.policy().incomplete()).isTrue();
                assertThat(area.policy.nodes().containsAll(vma.policy().nodes())).isTrue();
            } else {
                assertThat(vma.policy()).isEqualTo(area.policy);
            }
            assertThat(vma.backing())
                    .isEqualTo(area.path.isEmpty() ? new Vma.Backing.Anonymous() : new Vma.Backing.File(area.path));
            assertThat(vma.huge()).isEqualTo(area.huge);
            assertThat(vma.counts().byNode()).isEqualTo(area.byNode);
            assertThat(vma.counts().mapped()).isEqualTo(area.total());
            assertThat(vma.counts().anonymous()).isEqualTo(area.anonymous);
            assertThat(vma.bytes()).isEqualTo(area.total() * (area.huge ? 2 << 20 : 4096));
        });
    }

    /** An area, printed by the rules of show_numa_map. */
    private static final class Area {
        private static final String LETTERS = "ab /=\t\n(x)\u00fc\u4e2dN0=huge";

        final long start;
        final MemoryPolicy policy;
        final String path;
        final boolean huge;
        final Map<Integer, Long> byNode = new TreeMap<>();
        final long anonymous;

        Area(Random random) {
            start = random.nextLong() >>> 16 & -4096;
            MemoryPolicy any = policy(random);
            policy = new MemoryPolicy(any.mode(), any.nodes(), any.flags(), OptionalInt.empty());
            path = path(random);
            huge = random.nextInt(4) == 0;
            for (int i = random.nextInt(5); i > 0; i--) {
                byNode.put(random.nextInt(1024), 1 + random.nextLong(1L << 30));
            }
            anonymous = total() == 0 || random.nextBoolean() ? 0 : 1 + random.nextLong(total());
        }

        private static String path(Random random) {
            StringBuilder path = new StringBuilder(random.nextBoolean() ? "/" : "");
            for (int i = path.isEmpty() ? 0 : random.nextInt(20); i > 0; i--) {
                path.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            return path.toString();
        }

        /** Tell whether the kernel has no room for the policy; one that just fits looks like one that was cut. */
        boolean isCut() {
            return policy.toString().length() >= CutPolicy.ROOM;
        }

        long total() {
            return byNode.values().stream().mapToLong(Long::longValue).sum();
        }

        String line() {
            String text = isCut() ? policy.toString().substring(0, CutPolicy.ROOM) : policy.toString();
            StringBuilder line = new StringBuilder("%08x %s".formatted(start, text));
            if (!path.isEmpty()) {
                line.append(" file=");
                for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
                    boolean escaped = b == ' ' || b == '\t' || b == '\n' || b == '=';
                    line.append(escaped ? "\\%03o".formatted(b) : String.valueOf((char) (b & 0xff)));
                }
            }
            line.append(huge ? " huge" : "");
            if (total() > 0) {
                line.append(anonymous > 0 ? " anon=" + anonymous : "");
                line.append(total() != anonymous ? " mapped=" + total() : "");
                byNode.forEach((node, pages) -> line.append(" N").append(node).append('=').append(pages));
                line.append(" kernelpagesize_kB=").append(huge ? 2048 : 4);
            }
            return line.toString();
        }
    }
}
