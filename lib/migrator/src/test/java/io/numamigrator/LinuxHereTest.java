package io.numamigrator;

import org.junit.jupiter.api.AfterEach;

/** The contract, on the kernel of this machine, through syscall(2). */
class LinuxHereTest implements NumaMigratorContract {

    private final LinuxSubject subject = new LinuxSubject(Route.SYSCALL);

    @Override
    public Subject subject() {
        return subject;
    }

    @Override
    public NumaMigrator another() {
        return NumaMigrator.system();
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
