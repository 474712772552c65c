package io.numamigrator.doctor;

import io.numamigrator.Diagnosis;
import io.numamigrator.JvmFlags;
import io.numamigrator.access.AccessExamination;
import io.numamigrator.access.Examination;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.LinuxKernels;
import java.util.List;

/** Examines a process by reading /proc and /sys and by asking harmless questions; changes nothing. */
public final class Doctor {

    private static final List<Examination> EXAMINATIONS = List.of(
            new NativeAccessExamination(),
            new SeccompExamination(),
            new NumaCallsExamination(),
            new ProcExamination(),
            new AccessExamination(),
            new CapabilitiesExamination(),
            new CpusetExamination(),
            new PolicyExamination(),
            new NodesExamination(),
            new SysfsExamination(),
            new BalancingExamination(),
            new ThpExamination(),
            new JvmFlagsExamination());

    private Doctor() {}

    /** Examine a process, 0 being this one, through a kernel. */
    public static Diagnosis examine(Kernel kernel, int pid) {
        return examine(kernel, pid, ExaminedProcess.NOT_ASKED);
    }

    /** Examine a process of whose JVM is known what it made of its command line, or why that is not known. */
    public static Diagnosis examine(Kernel kernel, int pid, JvmFlags flags) {
        return examine(ExaminedProcess.of(kernel, pid, flags));
    }

    /** Examine this process where no kernel can be called; what stands in /proc and /sys is still read. */
    public static Diagnosis withoutKernel() {
        return examine(ExaminedProcess.withoutKernel(LinuxKernels.files()));
    }

    private static Diagnosis examine(ExaminedProcess patient) {
        return new Diagnosis(patient.subject(),
                EXAMINATIONS.stream().flatMap(examination -> examination.of(patient).stream()).toList());
    }
}
