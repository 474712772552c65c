package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.access.PlacementCall;
import io.numamigrator.refusal.PolicyRequest;
import io.numamigrator.refusal.RefusalTable;
import io.numamigrator.refusal.Refusals;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A refusal says what its errno means for that call, here, and how to fix it. */
class RefusalsTest {

    /** Every call-level errno of SEMANTICS 1.1 to 1.3, 2.2 and 3. */
    private static final Map<String, List<Errno>> DOCUMENTED = Map.of(
            "move_pages",
            List.of(Errno.EINVAL, Errno.EPERM, Errno.ESRCH, Errno.ENODEV, Errno.EACCES, Errno.EFAULT, Errno.ENOMEM,
                    Errno.E2BIG, Errno.ENOENT, Errno.ENOSYS),
            "migrate_pages", List.of(Errno.EINVAL, Errno.EFAULT, Errno.ESRCH, Errno.EPERM, Errno.ENOMEM, Errno.ENOSYS),
            "mbind",
            List.of(Errno.EINVAL, Errno.EFAULT, Errno.EPERM, Errno.EIO, Errno.ENODEV, Errno.ENOMEM, Errno.ENOSYS),
            "get_mempolicy", List.of(Errno.EINVAL, Errno.EFAULT, Errno.ENOSYS),
            "set_mempolicy", List.of(Errno.EINVAL, Errno.EFAULT, Errno.ENOSYS),
            "set_mempolicy_home_node", List.of(Errno.EINVAL, Errno.EOPNOTSUPP, Errno.ENOENT, Errno.ENOSYS));

    private static final String USER = "Uid:\t1000\t1000\t1000\t1000";
    private static final String GROUP = "Gid:\t1000\t1000\t1000\t1000";

    private final PaperKernel kernel = new PaperKernel();

    private NumaException explain(String call, int pid, Errno errno) {
        return Refusals.explain(kernel, call, pid, 8, errno.number());
    }

    private NumaException move(int pid, int node, Errno errno) {
        return Refusals.explainMove(kernel, pid, 8, node, MoveScope.EXCLUSIVE, errno.number());
    }

    static Stream<Arguments> documented() {
        return DOCUMENTED.entrySet().stream()
                .flatMap(row -> row.getValue().stream().map(errno -> Arguments.of(row.getKey(), errno)));
    }

    @ParameterizedTest
    @MethodSource("documented")
    void everyDocumentedErrnoHasItsMeaningForItsCall(String call, Errno errno) {
        NumaException refused = explain(call, 0, errno);

        assertThat(refused.errno()).isEqualTo(errno);
        assertThat(refused.likelyCause()).doesNotContain("no kernel is known to answer this").hasSizeGreaterThan(20);
        assertThat(refused.remedy()).hasSizeGreaterThan(10);
        assertThat(refused).hasMessageStartingWith(call + "(pid 0, count 8) failed with " + errno.name() + ", ");
    }

    @Test
    void theSameErrnoMeansOtherThingsForOtherCalls() {
        assertThat(DOCUMENTED.keySet()).extracting(call -> RefusalTable.of(call, Errno.EINVAL).meaning())
                .doesNotHaveDuplicates();
    }

    @Test
    void anErrnoThatNoKernelGivesPointsToWhoeverStandsBefore() {
        assertThat(explain("move_pages", 0, Errno.EXDEV).likelyCause()).contains("no kernel is known to answer this");
        assertThatThrownBy(() -> Refusals.explain(kernel, "move_pages", 0, 1, 999))
                .isInstanceOf(NumaUnavailableException.class)
                .hasMessageContaining("errno 999, which Linux does not have");
    }

    @Test
    void aNodeWithoutMemoryIsToldFromOneThatIsNotThere() {
        kernel.node("online", "0-4");

        assertThat(move(0, 4, Errno.ENODEV)).hasMessageContaining("node 4 is online and has no memory")
                .hasMessageEndingWith("Mend: move to one of the nodes with memory: 0-3");
        assertThat(move(0, 9, Errno.ENODEV)).hasMessageContaining("there is no node 9");
    }

    @Test
    void aNodeOutsideTheCpusetOfTheTargetNamesThatCpuset() {
        kernel.target("State:\tS", USER, GROUP, "Mems_allowed_list:\t0-1");

        assertThat(move(PaperKernel.PID, 2, Errno.EACCES))
                .hasMessageContaining("the cpuset of process 4711 allows nodes 0-1 only, and node 2 is not among them")
                .hasMessageContaining("echo 0-2 > ");
    }

    @Test
    void einvalOfAPolicyNamesTheNodesThatCanBeNamed() {
        kernel.caller("Mems_allowed_list", "2-7");

        PolicyRequest request = PolicyRequest.ofThread(MemoryPolicy.bind(NodeSet.of(1)));
        for (String call : List.of("mbind", "set_mempolicy")) {
            assertThat(Refusals.explainPolicy(kernel, call, request, Errno.EINVAL.number()))
                    .hasMessageEndingWith(
                            "node 1 is outside the cpuset of this process (2-7). Mend: name nodes of 2-3");
        }
        assertThat(Refusals.explainMigrate(kernel, 0, 4, NodeSet.of(0), NodeSet.of(1), Errno.EINVAL.number()))
                .hasMessageEndingWith("node 1 is outside the cpuset of this process (2-7). Mend: name nodes of 2-3");
    }

    @Test
    void aFullNodeSaysHowMuchIsFree() {
        assertThat(move(0, 3, Errno.ENOMEM)).hasMessageContaining("node 3 is full: 1024 kB are free");
    }

    @Test
    void enomemByTheCallersOwnCpusetIsNotAFullNode() {
        kernel.caller("Mems_allowed_list", "2-3");

        assertThat(move(PaperKernel.PID, 0, Errno.ENOMEM))
                .hasMessageContaining("the cpuset of this process allows nodes 2-3 only");
    }

    @Test
    void epermForMoveAllIsTheCapability() {
        kernel.caller("CapEff", "0000000000000000").refusesMoveAll();

        assertThat(Refusals.explainMove(kernel, 0, 8, 1, MoveScope.SHARED, Errno.EPERM.number()))
                .hasMessageContaining("scope SHARED (MPOL_MF_MOVE_ALL) needs CAP_SYS_NICE; it is miss");
        assertThat(explain("mbind", 0, Errno.EPERM)).hasMessageContaining("MOVE_ALL needs CAP_SYS_NICE; it is missing");
    }

    @Test
    void epermOfMigrateNamesTheNodesOnceTheProcessIsOpen() {
        kernel.caller(USER, GROUP, "CapEff:\t0000000000000000", "Seccomp:\t0").target("State:\tS", USER, GROUP);

        assertThat(explain("migrate_pages", PaperKernel.PID, Errno.EPERM))
                .hasMessageContaining("a target node is outside the Mems_allowed_list of the process");
    }

    @Test
    void epermForAnotherUserIsTheRuleAndNotTheScope() {
        kernel.caller(USER, GROUP, "CapEff:\t0000000000000000", "Seccomp:\t0")
                .target("State:\tS", "Uid:\t0\t0\t0\t0", "Gid:\t0\t0\t0\t0").answersAboutTarget(Errno.EPERM);

        assertThat(move(PaperKernel.PID, 1, Errno.EPERM)).hasMessageContaining("runs as uid 0/0/0")
                .hasMessageContaining("process(4711).explain()");
    }

    @Test
    void aFilterIsFoundOutWhateverItAnswers() {
        kernel.caller("Seccomp", "2");
        for (Errno errno : List.of(Errno.EPERM, Errno.ENOSYS, Errno.EACCES, Errno.ENOTTY)) {
            kernel.answers(PlacementCall.MBIND, errno);

            assertThat(explain("mbind", 0, errno))
                    .hasMessageContaining("a seccomp filter (Seccomp: 2) answers in the kernel's");
        }
    }

    @Test
    void aKernelWithoutTheCallIsNamed() {
        kernel.answers(PlacementCall.MOVE_PAGES, Errno.ENOSYS);

        assertThat(explain("move_pages", 0, Errno.ENOSYS)).hasMessageContaining("this kernel does not have the call")
                .hasMessageContaining("CONFIG_MIGRATION");
    }
}
