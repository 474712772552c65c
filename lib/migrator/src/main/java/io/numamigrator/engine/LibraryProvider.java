package io.numamigrator.engine;

import io.numamigrator.Diagnosis;
import io.numamigrator.MemoryPolicy;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProvider;
import io.numamigrator.Route;
import io.numamigrator.kernel.LinuxKernels;
import io.numamigrator.policy.PolicyCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** The engine, as the API finds it. */
public final class LibraryProvider extends NumaProvider {

    /** Makes what the service loader asks for. */
    public LibraryProvider() {}

    @Override
    public NumaMigrator open(Route route) {
        return SystemKernel.open(Objects.requireNonNull(route, "route"));
    }

    @Override
    public Diagnosis diagnose() {
        return SystemKernel.diagnose();
    }

    @Override
    public Mapper mapper(NumaMigrator numa, MemoryPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        if (!(Objects.requireNonNull(numa, "numa") instanceof KernelMigrator migrator)) {
            throw new IllegalArgumentException(
                    "an arena needs a NumaMigrator of this library, not a " + numa.getClass());
        }
        return (bytes, alignment, lifetime) -> map(migrator, policy, bytes, alignment, lifetime);
    }

    private static MemorySegment map(
            KernelMigrator numa, MemoryPolicy policy, long bytes, long alignment, Arena lifetime) {
        AnonymousMapping mapping = AnonymousMapping.create(numa, bytes, alignment);
        boolean handedOver = false;
        try {
            numa.inFrame(frame -> PolicyCalls.bind(numa.kernel(), frame, mapping.start(), mapping.bytes(), policy));
            MemorySegment memory = LinuxKernels.view(mapping.start(), bytes, lifetime, mapping::unmap);
            handedOver = true;
            return memory;
        } finally {
            if (!handedOver) {
                mapping.unmap();
            }
        }
    }
}
