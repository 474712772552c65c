package io.numamigrator.sim.task;

/**
 * Who a process is: user and group, each real, effective and saved, and its effective capabilities.
 *
 * @param uid user
 * @param gid group
 * @param capabilities effective capabilities, a bit each, as in {@code CapEff} of /proc/PID/status
 */
public record Credentials(Ids uid, Ids gid, long capabilities) {

    /** A user's or group's number, three times. */
    public record Ids(int real, int effective, int saved) {

        public static Ids all(int id) {
            return new Ids(id, id, id);
        }

        boolean areAll(int id) {
            return real == id && effective == id && saved == id;
        }
    }

    /** Looks into processes of others. */
    static final long CAP_SYS_PTRACE = 1L << 19;

    static final long CAP_SYS_ADMIN = 1L << 21;

    /** Moves shared pages, and migrates to nodes outside of the target's cpuset. */
    static final long CAP_SYS_NICE = 1L << 23;

    public static final Credentials ROOT =
            new Credentials(Ids.all(0), Ids.all(0), CAP_SYS_PTRACE | CAP_SYS_ADMIN | CAP_SYS_NICE);

    /** Return the credentials of an ordinary user without capabilities. */
    public static Credentials user(int uid) {
        return new Credentials(Ids.all(uid), Ids.all(uid), 0);
    }

    public Credentials withUid(Ids ids) {
        return new Credentials(ids, gid, capabilities);
    }

    public Credentials withGid(Ids ids) {
        return new Credentials(uid, ids, capabilities);
    }

    public Credentials withCapabilities(long others) {
        return new Credentials(uid, gid, others);
    }

    boolean has(long capability) {
        return (capabilities & capability) != 0;
    }

    /** Tell whether every capability of others is held, too. */
    boolean hasAllOf(Credentials others) {
        return (others.capabilities & ~capabilities) == 0;
    }
}
