package io.numamigrator.sim.machine;

import io.numamigrator.Errno;

/** The negative errnos that calls and statuses answer with. */
public final class NegativeErrno {

    public static final int EPERM = -Errno.EPERM.number();
    public static final int ENOENT = -Errno.ENOENT.number();
    public static final int ESRCH = -Errno.ESRCH.number();
    public static final int EINTR = -Errno.EINTR.number();
    public static final int EIO = -Errno.EIO.number();
    public static final int E2BIG = -Errno.E2BIG.number();
    public static final int EBADF = -Errno.EBADF.number();
    public static final int EAGAIN = -Errno.EAGAIN.number();
    public static final int ENOMEM = -Errno.ENOMEM.number();
    public static final int EACCES = -Errno.EACCES.number();
    public static final int EFAULT = -Errno.EFAULT.number();
    public static final int EBUSY = -Errno.EBUSY.number();
    public static final int ENODEV = -Errno.ENODEV.number();
    public static final int EINVAL = -Errno.EINVAL.number();
    public static final int ENOTTY = -Errno.ENOTTY.number();
    public static final int ENOSPC = -Errno.ENOSPC.number();
    public static final int ENOSYS = -Errno.ENOSYS.number();
    public static final int EOPNOTSUPP = -Errno.EOPNOTSUPP.number();

    private NegativeErrno() {}
}
