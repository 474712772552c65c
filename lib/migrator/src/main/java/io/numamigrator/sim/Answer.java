package io.numamigrator.sim;

import io.numamigrator.Errno;

/** The negative errnos that calls and statuses answer with. */
final class Answer {

    static final int EPERM = -Errno.EPERM.number();
    static final int ENOENT = -Errno.ENOENT.number();
    static final int ESRCH = -Errno.ESRCH.number();
    static final int EINTR = -Errno.EINTR.number();
    static final int EIO = -Errno.EIO.number();
    static final int E2BIG = -Errno.E2BIG.number();
    static final int EAGAIN = -Errno.EAGAIN.number();
    static final int ENOMEM = -Errno.ENOMEM.number();
    static final int EACCES = -Errno.EACCES.number();
    static final int EFAULT = -Errno.EFAULT.number();
    static final int EBUSY = -Errno.EBUSY.number();
    static final int ENODEV = -Errno.ENODEV.number();
    static final int EINVAL = -Errno.EINVAL.number();
    static final int ENOSPC = -Errno.ENOSPC.number();
    static final int ENOSYS = -Errno.ENOSYS.number();
    static final int EOPNOTSUPP = -Errno.EOPNOTSUPP.number();

    private Answer() {}
}
