package io.numamigrator.placement;

import io.numamigrator.MemoryRange;
import io.numamigrator.ProcessIdentity;
import io.numamigrator.Vma;
import java.util.List;

/**
 * Something that a plan says and that is not so, or not so any more.
 *
 * <p>Most findings stop a plan from being applied: see {@link #weight}.
 */
public sealed interface Finding {

    /** What a finding means for a plan that is to be applied. */
    enum Weight {
        /** The plan is about other memory than is there now: it is never applied. */
        REFUSES,
        /** The plan is about this memory, but was made in other circumstances: it is applied if the caller accepts that. */
        ASKS,
        /** The plan is applied, though part of it may not succeed. */
        WARNS
    }

    /** The process has ended. */
    record ProcessGone(ProcessIdentity planned) implements Finding {
        @Override
        public String toString() {
            return planned + " is not there any more";
        }
    }

    /** Another process has the number now. */
    record PidReused(ProcessIdentity planned, ProcessIdentity now) implements Finding {
        @Override
        public String toString() {
            return planned + " has ended; its number belongs to " + now;
        }
    }

    /** The plan is about another process than the one it is to be applied to. */
    record OtherProcess(ProcessIdentity planned, ProcessIdentity now) implements Finding {
        @Override
        public String toString() {
            return "the plan is about " + planned + ", not about " + now;
        }
    }

    /** The machine was booted since, or it is another machine. */
    record OtherBoot(String planned, String now) implements Finding {
        @Override
        public String toString() {
            return "the plan was made in boot " + planned + ", this is boot " + now;
        }
    }

    /** The plan counts in pages of another size than a base page here has. */
    record OtherPageSize(int planned, int now) implements Finding {
        @Override
        public String toString() {
            return "the plan is about pages of " + planned + " bytes, a base page here has " + now;
        }
    }

    /** The process started another program (exec), whose memory is new. */
    record ExecutableChanged(ProcessIdentity planned, ProcessIdentity now) implements Finding {
        @Override
        public String toString() {
            return planned.executable().equals(now.executable())
                    ? planned + " started its program anew (exec), whose memory is new"
                    : planned + " runs " + now.executable().orElse("another program")
                            + " now (exec), whose memory is new";
        }
    }

    /** Nothing is mapped at some addresses of an entry. */
    record AreaGone(PlanEntry entry, MemoryRange missing) implements Finding {
        @Override
        public String toString() {
            return entry.range() + ": nothing is mapped in " + missing;
        }
    }

    /** Other memory is mapped at some addresses of an entry. */
    record AreaRemapped(PlanEntry entry, Vma.Mapping now) implements Finding {
        @Override
        public String toString() {
            return entry.range() + ": was " + what(entry.area()) + ", is " + what(now);
        }

        private static String what(Vma.Mapping area) {
            return (area.path().isEmpty() ? "anonymous memory" : area.path())
                    + area.file().map(file -> " (inode " + Long.toUnsignedString(file.inode()) + " of " + file.device()
                            + " from " + Long.toHexString(area.offset()) + ")").orElse("");
        }
    }

    /** The memory is the same, but may be used otherwise. */
    record PermissionsChanged(PlanEntry entry, Vma.Mapping now) implements Finding {
        @Override
        public String toString() {
            return entry.range() + ": was " + entry.area().permissions() + ", is " + now.permissions();
        }
    }

    /**
     * Pages are neither where the plan expects them nor on their target.
     *
     * @param elsewhere how many are on another node
     * @param missing how many are on no node any more: given back, swapped out, or mapped anew
     */
    record PagesElsewhere(PlanEntry entry, long elsewhere, long missing) implements Finding {
        @Override
        public String toString() {
            String text = elsewhere > 0 ? pages(elsewhere) + " on another node than expected" : "";
            return entry.range() + ": " + text + (elsewhere > 0 && missing > 0 ? ", " : "")
                    + (missing > 0 ? pages(missing) + " not there any more" : "");
        }

        private static String pages(long count) {
            return count + (count == 1 ? " page" : " pages");
        }
    }

    /** A target is no node, has no memory, or is not allowed to the caller. */
    record NodeMissing(int node, String why) implements Finding {
        @Override
        public String toString() {
            return "node " + node + ": " + why;
        }
    }

    /** A target has less free memory than is to go there; the kernel may make room by giving up page cache. */
    record NoRoom(int node, long neededBytes, long freeBytes) implements Finding {
        @Override
        public String toString() {
            return "node " + node + ": " + (neededBytes >> 10) + " KiB are to go there, " + (freeBytes >> 10)
                    + " KiB are free";
        }
    }

    /** The nodes of the machine are others: CPUs, distances, or which have memory. */
    record TopologyChanged(String planned, String now) implements Finding {
        @Override
        public String toString() {
            return "the nodes of this machine are not those the plan was made for (" + planned + ", now " + now + ")";
        }
    }

    /** Returns what this means for a plan that is to be applied. */
    default Weight weight() {
        return switch (this) {
            case ProcessGone _,PidReused _,OtherProcess _,OtherBoot _,ExecutableChanged _ -> Weight.REFUSES;
            case AreaGone _,AreaRemapped _,PermissionsChanged _,NodeMissing _,OtherPageSize _ -> Weight.REFUSES;
            case PagesElsewhere _,TopologyChanged _ -> Weight.ASKS;
            case NoRoom _ -> Weight.WARNS;
        };
    }

    /** Returns the name of the kind in lower case with hyphens: {@code pid-reused}. */
    default String kind() {
        return getClass().getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT);
    }

    /** Returns those of a list that stop a plan. */
    static List<Finding> stopping(List<Finding> findings, ApplyOptions options) {
        return findings.stream().filter(finding -> switch (finding.weight()) {
            case REFUSES -> true;
            case ASKS -> !options.accepts(finding);
            case WARNS -> false;
        }).toList();
    }
}
