package io.numamigrator.sim.mm;

import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.policy.Policy;
import io.numamigrator.sim.policy.SharedPolicy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The policy of an area, which may be its file's: what counts when a page is allocated, and what is shown. */
public final class AreaPolicy {

    private AreaPolicy() {}

    /** Return the policy that an area, or the file behind it, has at a page; null if it has none. */
    public static @Nullable Policy at(Vma area, long page, Geometry geometry) {
        SharedPolicy shared = shared(area);
        return shared == null ? area.policy() : shared.at(area.indexOf(page, geometry));
    }

    private static @Nullable SharedPolicy shared(Vma area) {
        return switch (area.backing()) {
            case Backing.OfFile(SimulatedFile file) -> file.fileSystem == FileSystem.SHMEM ? file.policy : null;
            case Backing.Hugetlb(SimulatedFile _) -> null;
            case Backing.Anonymous(),Backing.Device(String _),Backing.Vdso(),Backing.Vvar() -> null;
        };
    }

    /**
     * Give the part of an area inside {@code [from, to)} another policy.
     *
     * <p>What has it already is left as it is, even if others have changed its file's since; but the file's is set for all of the area
     * that the part is joined to.
     *
     * @return 0, or EINVAL if an area of hugetlb pages would have to be cut through one
     */
    public static int replace(AddressSpace space, Vma area, long from, long to, @Nullable Policy policy) {
        if (Objects.equals(area.policy(), policy)) {
            return 0;
        }
        Geometry geometry = space.geometry;
        long first = Math.max(from, area.start());
        long end = area.endBelow(to);
        if (area.isHugetlb() && ((first | end) & geometry.hugeSize() - 1) != 0) {
            return NegativeErrno.EINVAL;
        }
        space.change(first, end, part -> part.withPolicy(policy));
        SharedPolicy shared = shared(area);
        Vma joined = space.at(first);
        if (shared != null && joined != null) {
            shared.set(joined.offset(), joined.indexOf(geometry.page(joined.end()), geometry), policy);
        }
        return 0;
    }
}
