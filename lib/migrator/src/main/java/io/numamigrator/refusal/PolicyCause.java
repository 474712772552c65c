package io.numamigrator.refusal;

import io.numamigrator.Errno;
import io.numamigrator.MemoryPolicy;
import io.numamigrator.MemoryPolicy.Flag;
import io.numamigrator.MemoryPolicy.Mode;
import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaException;
import io.numamigrator.access.ProcessFiles;
import io.numamigrator.access.Refusal;
import io.numamigrator.access.SyscallProbe;
import io.numamigrator.areas.MapsLine;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.LinuxRelease;
import io.numamigrator.proc.NodeLists;
import io.numamigrator.proc.PseudoFiles;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the one cause for which the kernel refused a policy: it looks at what was asked for in the order that the kernel does. */
final class PolicyCause {

    private final Kernel kernel;
    private final String call;
    private final PolicyRequest request;
    private final MemoryPolicy policy;

    PolicyCause(Kernel kernel, String call, PolicyRequest request) {
        this.kernel = kernel;
        this.call = call;
        this.request = request;
        this.policy = request.policy();
    }

    Optional<Refusal> of(Errno errno) {
        return switch (call + " " + errno) {
            case "mbind EINVAL" -> unaligned().or(this::tooYoung).or(this::contradiction).or(this::nodes);
            case "set_mempolicy EINVAL" -> tooYoung().or(this::contradiction).or(this::nodes);
            case "set_mempolicy_home_node EINVAL" -> unaligned().or(this::homeNode);
            case "mbind EFAULT", "get_mempolicy EFAULT" -> hole();
            case "mbind EIO" -> Optional.of(misplaced());
            case "mbind ENOMEM", "set_mempolicy_home_node ENOMEM" -> mappings();
            default -> Optional.empty();
        };
    }

    private Optional<Refusal> unaligned() {
        long past = request.address() & kernel.pageSize() - 1;
        if (past != 0) {
            return Optional.of(new Refusal("the range starts " + past + " bytes behind a page boundary, at 0x"
                    + Long.toHexString(request.address()) + "; the policy would reach to memory before it",
                    "align the start to " + kernel.pageSize() + " bytes: arena.allocate(size, " + kernel.pageSize()
                            + ")"));
        }
        return Long.compareUnsigned(request.address() + request.bytes(), request.address()) < 0
                ? Optional.of(new Refusal("the range wraps around the address space", "name less memory"))
                : Optional.empty();
    }

    private Optional<Refusal> tooYoung() {
        LinuxRelease release = SyscallProbe.release(kernel);
        if (release.major() == 0) {
            return Optional.empty();
        }
        return Stream.concat(Stream.of(new Since(policy.mode().toString(), of(policy.mode()))),
                policy.flags().stream().map(flag -> new Since(flag.toString(), of(flag))))
                .filter(since -> !release.atLeast(since.first().major(), since.first().minor()))
                .findFirst()
                .map(since -> new Refusal(since.name() + " is there from Linux " + since.first().major() + "."
                        + since.first().minor() + " on, and this is " + release.major() + "." + release.minor(),
                        "use another policy, or boot a newer kernel"));
    }

    /** A mode or flag, and the first release that has it; 2.6.26 is any 2.6 here. */
    private record Since(String name, LinuxRelease first) {}

    private static LinuxRelease of(Mode mode) {
        return switch (mode) {
            case LOCAL -> new LinuxRelease(3, 8);
            case PREFERRED_MANY -> new LinuxRelease(5, 15);
            case WEIGHTED_INTERLEAVE -> new LinuxRelease(6, 9);
            case DEFAULT, PREFERRED, BIND, INTERLEAVE, UNKNOWN -> new LinuxRelease(2, 6);
        };
    }

    private LinuxRelease of(Flag flag) {
        return switch (flag) {
            case STATIC_NODES, RELATIVE_NODES -> new LinuxRelease(2, 6);
            case NUMA_BALANCING ->
                policy.mode() == Mode.PREFERRED_MANY ? new LinuxRelease(6, 10) : new LinuxRelease(5, 12);
        };
    }

    private Optional<Refusal> contradiction() {
        Mode mode = policy.mode();
        boolean takesNone = mode == Mode.DEFAULT || mode == Mode.LOCAL;
        if (takesNone && !policy.nodes().isEmpty()) {
            return refusal(mode + " takes no nodes, and " + policy.nodes() + " was given", "leave the nodes out");
        }
        if (!takesNone && mode != Mode.PREFERRED && policy.nodes().isEmpty()) {
            return refusal(mode + " needs a node, and the set is empty", choice(policy.nodes()).remedy());
        }
        if (policy.flags().contains(Flag.STATIC_NODES) && policy.flags().contains(Flag.RELATIVE_NODES)) {
            return refusal("STATIC_NODES and RELATIVE_NODES exclude each other", "use one of them");
        }
        if (policy.flags().contains(Flag.NUMA_BALANCING) && mode != Mode.BIND && mode != Mode.PREFERRED_MANY) {
            return refusal("NUMA_BALANCING goes with BIND and PREFERRED_MANY, not with " + mode, "leave the flag out");
        }
        boolean nothingToMap = policy.nodes().isEmpty()
                && (policy.flags().contains(Flag.STATIC_NODES) || policy.flags().contains(Flag.RELATIVE_NODES));
        return nothingToMap && mode != Mode.DEFAULT
                ? refusal(mode + " without nodes takes no STATIC_NODES or RELATIVE_NODES", "leave the flag out")
                : Optional.empty();
    }

    private static Optional<Refusal> refusal(String meaning, String remedy) {
        return Optional.of(new Refusal(meaning, remedy));
    }

    private NodeChoice choice(NodeSet nodes) {
        return NodeChoice.of(kernel, nodes, new PseudoFiles(kernel).allowed(), "this process");
    }

    private Optional<Refusal> nodes() {
        NodeChoice choice = choice(policy.nodes());
        if (choice.usable().isEmpty() || policy.nodes().isEmpty()) {
            return Optional.empty();
        }
        if (choice.hasUsable() && choice.unusable().isEmpty()) {
            return Optional.empty();
        }
        return refusal(choice.hasUsable()
                ? "node " + policy.nodes().highest() + " is beyond the numbers that this kernel has room for"
                : choice.whyNot(), choice.remedy());
    }

    private Optional<Refusal> homeNode() {
        NodeSet home = policy.home().isPresent() ? NodeSet.of(policy.home().getAsInt()) : NodeSet.empty();
        return NodeLists.of(kernel).online().filter(online -> !online.containsAll(home))
                .map(online -> new Refusal(
                        "there is no node " + home + " to be the home; the policy is set without one",
                        "name a node of " + online));
    }

    /** Look for the first address of the range that nothing is mapped at. */
    private Optional<Refusal> hole() {
        try {
            long first = request.address();
            long end = first + Math.max(1, request.bytes());
            for (String line : ProcessFiles.of(kernel, 0).read("maps").split("\n", -1)) {
                MemoryRange mapped = line.isEmpty() ? new MemoryRange(0, 0) : MapsLine.parse(line).range();
                boolean holds = Long.compareUnsigned(mapped.start(), first) <= 0
                        && Long.compareUnsigned(first, mapped.end()) < 0;
                first = holds ? mapped.end() : first;
            }
            return Long.compareUnsigned(first, end) >= 0
                    ? refusal("part of the range was not mapped when the kernel looked; it is now",
                            "make the call again")
                    : refusal("nothing is mapped at 0x" + Long.toHexString(first),
                            "name memory that is mapped without holes");
        } catch (NumaException unreadable) {
            return Optional.empty();
        }
    }

    private Refusal misplaced() {
        return request.moves()
                ? new Refusal("a page could not follow (pinned, shared, or its target is full); the policy holds now",
                        "locate the range to see which pages stayed, or leave STRICT out")
                : new Refusal("a page is outside the nodes of the policy, which STRICT forbids; no policy was set",
                        "add MOVE, or leave STRICT out");
    }

    /** A policy for part of a mapping splits it in up to three. */
    private Optional<Refusal> mappings() {
        Optional<Long> most = new PseudoFiles(kernel).text("/proc/sys/vm/max_map_count").map(String::strip)
                .filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
        try {
            long count = ProcessFiles.of(kernel, 0).read("maps").lines().count();
            return most.filter(limit -> count + 2 > limit).map(limit -> new Refusal("this process has " + count
                    + " mappings, vm.max_map_count is " + limit + ", and the policy would split one",
                    "raise vm.max_map_count, or set policies on fewer ranges"));
        } catch (NumaException unreadable) {
            return Optional.empty();
        }
    }
}
