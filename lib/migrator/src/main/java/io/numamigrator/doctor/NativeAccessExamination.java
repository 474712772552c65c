package io.numamigrator.doctor;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Place;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.access.Examination;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.access.Remedies;
import io.numamigrator.kernel.LinuxKernels;
import java.util.List;

/** Can a kernel be called from this JVM at all? */
final class NativeAccessExamination implements Examination {

    @Override
    public List<Finding> of(ExaminedProcess patient) {
        return patient.kernel()
                .map(kernel -> new Finding(Topic.NATIVE_ACCESS, Severity.OK, "the kernel can be called",
                        List.of(kernel.description()), List.of()))
                .map(List::of)
                .orElseGet(() -> List.of(LinuxKernels.architectureKnown() ? denied() : unknownPlatform()));
    }

    private static Finding denied() {
        return new Finding(Topic.NATIVE_ACCESS, Severity.BLOCKER,
                "this JVM was not allowed to call native code from module io.numamigrator.bindings",
                List.of("Module::isNativeAccessEnabled: false"), Remedies.nativeAccess());
    }

    private static Finding unknownPlatform() {
        return new Finding(Topic.PLATFORM, Severity.BLOCKER,
                "move_pages(2) is a call of Linux, and its number is known for x86-64, aarch64 and riscv64 only",
                List.of("os.name: " + System.getProperty("os.name"), "os.arch: " + System.getProperty("os.arch")),
                Remedies.one(Place.MACHINE, "run on Linux on x86-64, aarch64 or riscv64"));
    }
}
