package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Maps of the JVM that the tests run on. */
class LinuxReadingTest {

    private final NumaMigrator numa = NumaMigrator.system();

    @Test
    void allAreasOfThisJvmAreUnderstood() {
        List<Vma> areas = numa.self().maps();

        assertThat(areas).hasSizeGreaterThan(50)
                .isSortedAccordingTo((a, b) -> Long.compareUnsigned(a.start(), b.start()));
        assertThat(areas).anyMatch(vma -> vma.backing() instanceof Vma.Backing.Heap || vma.name().equals("[heap]"));
        assertThat(areas).anyMatch(vma -> vma.name().endsWith("/libjvm.so"));
        for (Vma vma : areas) {
            long onNodes = vma.counts().byNode().values().stream().mapToLong(Long::longValue).sum();
            assertThat(onNodes).as("%s", vma).isEqualTo(vma.counts().mapped());
        }
    }

}
