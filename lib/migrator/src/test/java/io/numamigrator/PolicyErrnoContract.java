package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.kernel.Kernel;
import io.numamigrator.policy.NodeMask;
import io.numamigrator.policy.PolicyCalls;
import io.numamigrator.proc.PseudoFiles;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What the kernel refuses to do with policies, and with which errno: SEMANTICS 3. */
interface PolicyErrnoContract extends InSurroundings {

    int DEFAULT = 0;
    int PREFERRED = 1;
    int BIND = 2;
    int INTERLEAVE = 3;
    int LOCAL = 4;
    int NO_MODE = 1000;
    int STATIC = 1 << 15;
    int RELATIVE = 1 << 14;
    int BALANCING = 1 << 13;
    int OF_NODE = 1;
    int OF_ADDRESS = 2;
    int MEMS_ALLOWED = 4;
    int STRICT = 1;
    int MOVE = 2;
    int MOVE_ALL = 4;
    int EINVAL = -Errno.EINVAL.number();
    int EFAULT = -Errno.EFAULT.number();
    int EPERM = -Errno.EPERM.number();
    int EIO = -Errno.EIO.number();
    MemorySegment NONE = MemorySegment.NULL;
    MemorySegment WILD = MemorySegment.ofAddress(-4096L);
    long UNMAPPED = 0x20000;

    private MemorySegment memory(int pages) {
        MemorySegment memory = around().map(pages);
        around().write(memory);
        return memory;
    }

    private long bind(Kernel kernel, MemorySegment memory, int mode, MemorySegment mask, int flags) {
        return kernel.mbind(frame(), memory.address(), memory.byteSize(), mode, mask, 65, flags);
    }

    /** A mask of the nodes that memory may come from here. */
    private MemorySegment allowed(Kernel kernel) {
        return NodeMask.write(new PseudoFiles(kernel).allowed().orElseThrow(), 64, frame().pages);
    }

    @Test
    default void contradictoryModesAreEinval() {
        Kernel kernel = kernel();
        MemorySegment memory = memory(1);
        MemorySegment mask = allowed(kernel);
        assertThat(bind(kernel, memory, DEFAULT, mask, 0)).isEqualTo(EINVAL);
        assertThat(bind(kernel, memory, LOCAL, mask, 0)).isEqualTo(EINVAL);
        assertThat(bind(kernel, memory, BIND, NONE, 0)).isEqualTo(EINVAL);
        assertThat(bind(kernel, memory, INTERLEAVE, NONE, 0)).isEqualTo(EINVAL);
        assertThat(bind(kernel, memory, PREFERRED | STATIC, NONE, 0)).isEqualTo(EINVAL);
        assertThat(bind(kernel, memory, LOCAL | STATIC, NONE, 0)).isEqualTo(EINVAL);
        assertThat(bind(kernel, memory, BIND | STATIC | RELATIVE, mask, 0)).isEqualTo(EINVAL);
        assertThat(bind(kernel, memory, INTERLEAVE | BALANCING, mask, 0)).isEqualTo(EINVAL);
        assertThat(bind(kernel, memory, DEFAULT | BALANCING, NONE, 0)).isEqualTo(EINVAL);
        assertThat(bind(kernel, memory, -1, mask, 0)).isEqualTo(EINVAL);
        assertThat(bind(kernel, memory, NO_MODE, mask, 0)).isEqualTo(EINVAL);
        assertThat(bind(kernel, memory, DEFAULT | STATIC, NONE, 0)).isZero();
        assertThat(bind(kernel, memory, PREFERRED, NONE, 0)).isZero();
    }

    @Test
    default void unknownBindFlagsAreEinval() {
        Kernel kernel = kernel();
        assertThat(bind(kernel, memory(1), BIND, allowed(kernel), 8)).isEqualTo(EINVAL);
        assertThat(bind(kernel, memory(1), BIND, allowed(kernel), 16)).isEqualTo(EINVAL);
    }

    @Test
    default void aRangeStartsOnAPageAndEndsWhereItMay() {
        Kernel kernel = kernel();
        long start = memory(2).address();
        MemorySegment mask = allowed(kernel);
        assertThat(kernel.mbind(frame(), start + 1, 1, BIND, mask, 65, 0)).isEqualTo(EINVAL);
        assertThat(kernel.mbind(frame(), start + 1, 0, BIND, mask, 65, 0)).isEqualTo(EINVAL);
        assertThat(kernel.mbind(frame(), start, -pageSize(), BIND, mask, 65, 0)).isEqualTo(EINVAL);
        assertThat(kernel.mbind(frame(), start, 0, BIND, NONE, 0, 0)).isZero();
        assertThat(kernel.mbind(frame(), start, 0, -1, NONE, 0, 0)).isEqualTo(EINVAL);
        assertThat(kernel.mbind(frame(), start, 1, BIND, mask, 65, 0)).isZero();
    }

    @Test
    default void memoryThatIsNotMappedIsEfault() {
        Kernel kernel = kernel();
        assertThat(kernel.mbind(frame(), UNMAPPED, pageSize(), BIND, allowed(kernel), 65, 0)).isEqualTo(EFAULT);
        assertThat(kernel.mbind(frame(), UNMAPPED, pageSize(), DEFAULT, NONE, 0, 0)).isEqualTo(EFAULT);
        assertThat(kernel.getMempolicy(frame(), frame().status, NONE, 0, UNMAPPED, OF_ADDRESS)).isEqualTo(EFAULT);
        assertThat(kernel.getMempolicy(frame(), frame().status, NONE, 0, 0, OF_ADDRESS)).isEqualTo(EFAULT);
    }

    @Test
    default void strictAloneRefusesMisplacedPagesAndSetsNothing() {
        Kernel kernel = kernel();
        Assumptions.assumeTrue(since("5.2"), "STRICT alone does nothing from Linux 4.4 to 5.1");
        MemorySegment memory = memory(1);
        assertThat(bind(kernel, memory, LOCAL, NONE, STRICT)).isEqualTo(EIO);
        assertThat(PolicyCalls.get(kernel, frame(), memory)).isEqualTo(MemoryPolicy.none());
        assertThat(bind(kernel, memory, BIND, allowed(kernel), STRICT)).isZero();
        assertThat(bind(kernel, memory, LOCAL, NONE, STRICT | MOVE)).isZero();
    }

    @Test
    default void aPinnedPageIsEioWithStrictAndThePolicyStays() {
        Kernel kernel = kernel();
        Assumptions.assumeTrue(since("5.3"),
                "before Linux 5.3 a page that cannot be isolated is no EIO");
        MemorySegment memory = memory(1);
        around().pin(memory);
        assertThat(bind(kernel, memory, LOCAL, NONE, MOVE)).isZero();
        assertThat(bind(kernel, memory, PREFERRED, NONE, MOVE | STRICT)).isEqualTo(EIO);
        assertThat(PolicyCalls.get(kernel, frame(), memory)).isEqualTo(MemoryPolicy.local());
        assertThat(bind(kernel, memory, BIND, allowed(kernel), MOVE | STRICT)).isZero();
    }

    @Test
    default void moveAllNeedsTheCapability() throws Exception {
        around().requireRoot();
        Kernel kernel = kernel();
        MemorySegment memory = memory(1);
        assertThat(bind(kernel, memory, BIND, allowed(kernel), MOVE_ALL)).isZero();
        long unprivileged = around().withoutCapabilities(() -> bind(kernel, memory, BIND, allowed(kernel), MOVE_ALL));
        assertThat(unprivileged).isEqualTo(EPERM);
    }

    @Test
    default void aReadingMaskIsAtLeastAsWideAsThePossibleNodes() {
        Kernel kernel = kernel();
        assertThat(kernel.getMempolicy(frame(), frame().status, frame().pages, 0, 0, 0)).isEqualTo(EINVAL);
        assertThat(kernel.getMempolicy(frame(), frame().status, frame().pages, 1025, 0, 0)).isZero();
        MemorySegment widest = around().arena().allocate(pageSize(), Long.BYTES);
        assertThat(kernel.getMempolicy(frame(), frame().status, widest, widestMask(), 0, 0)).isZero();
        assertThat(kernel.getMempolicy(frame(), frame().status, widest, widestMask() + 1, 0, 0)).isEqualTo(EINVAL);
    }

    @Test
    default void aReadingMaskIsWrittenWholeAndNotBeyond() {
        Kernel kernel = kernel();
        frame().pages.fill((byte) 0x55);
        assertThat(kernel.getMempolicy(frame(), NONE, frame().pages, 2049, 0, MEMS_ALLOWED)).isZero();
        assertThat(NodeMask.read(frame().pages, 2048)).isEqualTo(new PseudoFiles(kernel).allowed().orElseThrow());
        assertThat(frame().pages.get(ValueLayout.JAVA_BYTE, 256)).isEqualTo((byte) 0x55);
    }

    @Test
    default void readingFlagsThatExcludeEachOtherAreEinval() {
        Kernel kernel = kernel();
        long address = memory(1).address();
        assertThat(kernel.getMempolicy(frame(), frame().status, NONE, 0, 0, 8)).isEqualTo(EINVAL);
        assertThat(kernel.getMempolicy(frame(), frame().status, NONE, 0, address, MEMS_ALLOWED | OF_ADDRESS))
                .isEqualTo(EINVAL);
        assertThat(kernel.getMempolicy(frame(), frame().status, NONE, 0, 0, MEMS_ALLOWED | OF_NODE)).isEqualTo(EINVAL);
        assertThat(kernel.getMempolicy(frame(), frame().status, NONE, 0, address, 0)).isEqualTo(EINVAL);
        assertThat(kernel.getMempolicy(frame(), frame().status, NONE, 0, 0, OF_NODE)).isEqualTo(EINVAL);
        assertThat(kernel.getMempolicy(frame(), frame().status, NONE, 0, address, OF_NODE | OF_ADDRESS)).isZero();
        assertThat(
                new PseudoFiles(kernel).allowed().orElseThrow().contains(frame().status.get(ValueLayout.JAVA_INT, 0)))
                .isTrue();
    }

    @Test
    default void unwritableAnswersAreEfault() {
        Kernel kernel = kernel();
        assertThat(kernel.getMempolicy(frame(), WILD, NONE, 0, 0, 0)).isEqualTo(EFAULT);
        assertThat(kernel.getMempolicy(frame(), frame().status, WILD, 1025, 0, MEMS_ALLOWED)).isEqualTo(EFAULT);
        assertThat(kernel.getMempolicy(frame(), NONE, NONE, 0, 0, 0)).isZero();
    }

    @Test
    default void aHomeNodeNeedsAPolicyThatCanHaveOne() {
        Kernel kernel = kernel();
        Assumptions.assumeTrue(since("5.17"), "set_mempolicy_home_node(2) is of Linux 5.17");
        MemorySegment memory = memory(2);
        long start = memory.address();
        long bytes = memory.byteSize();
        int node = new PseudoFiles(kernel).allowed().orElseThrow().highest();

        assertThat(kernel.setMempolicyHomeNode(frame(), start, bytes, node, 0)).isEqualTo(-Errno.ENOENT.number());
        assertThat(kernel.setMempolicyHomeNode(frame(), UNMAPPED, pageSize(), node, 0))
                .isEqualTo(-Errno.ENOENT.number());
        assertThat(bind(kernel, memory, INTERLEAVE, allowed(kernel), 0)).isZero();
        assertThat(kernel.setMempolicyHomeNode(frame(), start, bytes, node, 0)).isEqualTo(-Errno.EOPNOTSUPP.number());
        assertThat(bind(kernel, memory, BIND, allowed(kernel), 0)).isZero();
        assertThat(kernel.setMempolicyHomeNode(frame(), start, bytes, node, 0)).isZero();
        assertThat(kernel.setMempolicyHomeNode(frame(), start + 1, bytes, node, 0)).isEqualTo(EINVAL);
        assertThat(kernel.setMempolicyHomeNode(frame(), start, bytes, node, 1)).isEqualTo(EINVAL);
        assertThat(kernel.setMempolicyHomeNode(frame(), start, bytes, impossible(), 0)).isEqualTo(EINVAL);
        assertThat(kernel.setMempolicyHomeNode(frame(), start, bytes, around().nodeIds(), 0)).isEqualTo(EINVAL);
        assertThat(kernel.setMempolicyHomeNode(frame(), start, bytes, 1L << 20, 0)).isEqualTo(EINVAL);
        assertThat(kernel.setMempolicyHomeNode(frame(), start, -pageSize(), node, 0)).isEqualTo(EINVAL);
        assertThat(kernel.setMempolicyHomeNode(frame(), start, 0, node, 0)).isZero();
    }

    @Test
    default void aThreadsPolicyIsCheckedLikeMemorys() {
        Kernel kernel = kernel();
        MemorySegment mask = allowed(kernel);
        assertThat(kernel.setMempolicy(frame(), -1, mask, 65)).isEqualTo(EINVAL);
        assertThat(kernel.setMempolicy(frame(), BIND, NONE, 0)).isEqualTo(EINVAL);
        assertThat(kernel.setMempolicy(frame(), LOCAL, mask, 65)).isEqualTo(EINVAL);
        assertThat(kernel.setMempolicy(frame(), BIND, WILD, 65)).isEqualTo(EFAULT);
        NodeMask.write(NodeSet.of(impossible()), 1024, frame().pages);
        assertThat(kernel.setMempolicy(frame(), BIND, frame().pages, 1025)).isEqualTo(EINVAL);
        assertThat(kernel.setMempolicy(frame(), DEFAULT, NONE, 0)).isZero();
    }
}
