package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.kernel.Kernel;
import io.numamigrator.policy.NodeMask;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/**
 * The kernel uses maxnode - 1 bits of a mask: SEMANTICS 2.1.
 *
 * <p>mbind(2) tells what it read: MPOL_DEFAULT takes the empty mask alone, MPOL_BIND every mask that names a usable node.
 */
interface MaskContract extends InSurroundings {

    int DEFAULT = 0;
    int BIND = 2;
    int EINVAL = -Errno.EINVAL.number();
    int EFAULT = -Errno.EFAULT.number();
    MemorySegment WILD = MemorySegment.ofAddress(-4096L);

    private long bind(Kernel kernel, int mode, MemorySegment mask, long maxNode) {
        MemorySegment memory = around().map(1);
        return kernel.mbind(frame(), memory.address(), memory.byteSize(), mode, mask, maxNode, 0);
    }

    /** All 32768 bits of the widest mask, only these of them set. */
    private MemorySegment mask(int... nodes) {
        return NodeMask.write(NodeSet.of(nodes), NodeMask.MAX_BITS, frame().pages);
    }

    private int usable() throws IOException {
        return kernel()
                .read("/proc/self/status")
                .lines()
                .filter(line -> line.startsWith("Mems_allowed_list:"))
                .mapToInt(line -> NodeSet.parse(line.substring(line.indexOf(':') + 1)).iterator().next())
                .findFirst()
                .orElseThrow();
    }

    /** Until 7.3 Mems_allowed prints a bit for each node id compiled in, four in a digit. */
    @Test
    default void memsAllowedIsAsWideAsTheNodeIdsOrAsThePossibleOnes() throws IOException {
        int digits = kernel()
                .read("/proc/self/status")
                .lines()
                .filter(line -> line.startsWith("Mems_allowed:"))
                .mapToInt(line -> (int) line.substring(line.indexOf(':') + 1).chars()
                        .filter(c -> Character.digit(c, 16) >= 0).count())
                .findFirst()
                .orElseThrow();
        if (since("7.3")) {
            assertThat(4 * digits).isBetween(usable() + 1, around().nodeIds());
        } else {
            assertThat(4 * digits).isEqualTo(around().nodeIds());
        }
    }

    @Test
    default void maxnode0IsTheEmptyMaskOnlyWithoutAPointer() {
        Kernel kernel = kernel();
        assertThat(bind(kernel, DEFAULT, MemorySegment.NULL, 0)).isZero();
        assertThat(bind(kernel, DEFAULT, mask(), 0)).isEqualTo(EINVAL);
    }

    @Test
    default void maxnode1IsTheEmptyMaskWhateverThePointer() {
        Kernel kernel = kernel();
        assertThat(bind(kernel, DEFAULT, mask(0), 1)).isZero();
        assertThat(bind(kernel, DEFAULT, WILD, 1)).isZero();
        assertThat(bind(kernel, BIND, mask(0), 1)).isEqualTo(EINVAL);
    }

    @Test
    default void theBitAtMaxnodeMinus1IsNotRead() throws IOException {
        Kernel kernel = kernel();
        assertThat(bind(kernel, DEFAULT, mask(1), 2)).isZero();
        assertThat(bind(kernel, DEFAULT, mask(1), 3)).isEqualTo(EINVAL);
        int node = usable();
        assertThat(bind(kernel, BIND, mask(node), node + 1)).isEqualTo(EINVAL);
        assertThat(bind(kernel, BIND, mask(node), node + 2)).isZero();
    }

    @Test
    default void aNullPointerIsTheEmptyMaskAtAnyWidth() {
        Kernel kernel = kernel();
        for (long maxNode : new long[] {2, 64, 1025, widestMask(), widestMask() + 1, -1}) {
            assertThat(bind(kernel, DEFAULT, MemorySegment.NULL, maxNode)).as("maxnode %d", maxNode).isZero();
        }
    }

    @Test
    default void aMaskEndsAfterAPageOfBits() throws IOException {
        Kernel kernel = kernel();
        MemorySegment widest = around().arena().allocate(pageSize(), Long.BYTES);
        widest.set(ValueLayout.JAVA_LONG, 0, 1L << usable());
        assertThat(bind(kernel, BIND, widest, widestMask())).isZero();
        assertThat(bind(kernel, BIND, widest, widestMask() + 1)).isEqualTo(EINVAL);
        assertThat(bind(kernel, BIND, widest, -1)).isEqualTo(EINVAL);
    }

    @Test
    default void aNodeBeyondThoseCompiledInIsRefusedWhereItIsRead() throws IOException {
        Kernel kernel = kernel();
        int limit = around().nodeIds();
        int node = usable();
        assertThat(bind(kernel, BIND, mask(node, limit), limit + 1)).isZero();
        assertThat(bind(kernel, BIND, mask(node, limit), limit + 2)).isEqualTo(EINVAL);
        assertThat(bind(kernel, BIND, mask(node, NodeSet.MAX_NODE), 32769)).isEqualTo(EINVAL);
    }

    @Test
    default void anImpossibleNodeIsPassedOverBesideAUsableOne() throws IOException {
        Kernel kernel = kernel();
        int last = impossible();
        assertThat(bind(kernel, BIND, mask(usable(), last), last + 2)).isZero();
        assertThat(bind(kernel, BIND, mask(last), last + 2)).isEqualTo(EINVAL);
    }

    @Test
    default void anUnreadableMaskIsEfault() {
        Kernel kernel = kernel();
        assertThat(bind(kernel, BIND, WILD, 2)).isEqualTo(EFAULT);
        assertThat(bind(kernel, DEFAULT, WILD, 2)).isEqualTo(EFAULT);
        assertThat(bind(kernel, BIND, WILD, 32769)).isEqualTo(EFAULT);
    }

    @Test
    default void migratePagesAndSetMempolicyReadMasksAlike() throws IOException {
        Kernel kernel = kernel();
        int node = usable();
        MemorySegment mask = mask(node);
        assertThat(kernel.migratePages(frame(), 0, node + 2, MemorySegment.NULL, mask)).isZero();
        assertThat(kernel.migratePages(frame(), 0, node + 1, MemorySegment.NULL, mask)).isEqualTo(EINVAL);
        assertThat(kernel.migratePages(frame(), 0, 0, mask, mask)).isEqualTo(EINVAL);
        assertThat(kernel.migratePages(frame(), 0, widestMask() + 1, mask, mask)).isEqualTo(EINVAL);
        assertThat(kernel.migratePages(frame(), 0, 2, WILD, mask)).isEqualTo(EFAULT);
        assertThat(kernel.migratePages(frame(), 0, 2, mask, WILD)).isEqualTo(EFAULT);
        assertThat(kernel.setMempolicy(frame(), DEFAULT, mask(1), 2)).isZero();
        assertThat(kernel.setMempolicy(frame(), DEFAULT, mask(1), 3)).isEqualTo(EINVAL);
        assertThat(kernel.setMempolicy(frame(), BIND, WILD, 2)).isEqualTo(EFAULT);
    }
}
