package io.numamigrator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** The contract, on the kernel of this machine, through libnuma. */
class LinuxThroughLibnumaTest implements NumaMigratorContract {

    private LinuxSubject subject = new LinuxSubject(Route.LIBNUMA);

    @BeforeAll
    static void libnumaIsThere() {
        Assumptions.assumeTrue(io.numamigrator.kernel.LinuxKernels.libnumaPresent(), "libnuma.so.1 is not installed");
    }

    @Override
    public Subject subject() {
        return subject;
    }

    @Override
    public NumaMigrator another() {
        return NumaMigrator.system(Route.LIBNUMA);
    }

    @Override
    public Errno untouchedAnonymous() {
        return RunningKernel.atLeast(6, 12) ? Errno.ENOENT : Errno.EFAULT;
    }

    @AfterEach
    void close() {
        subject.numa().close();
    }
}
