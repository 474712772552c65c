package io.numamigrator.sim;

import java.util.EnumSet;
import java.util.Set;

/**
 * Who a process is: user and group, each real, effective and saved, and its effective capabilities.
 *
 * @param uid user
 * @param gid group
 * @param capabilities effective capabilities
 */
record Credentials(Ids uid, Ids gid, Set<Capability> capabilities) {

    /** A user's or group's number, three times. */
    record Ids(int real, int effective, int saved) {

        static Ids all(int id) {
            return new Ids(id, id, id);
        }

        boolean areAll(int id) {
            return real == id && effective == id && saved == id;
        }
    }

    static final Credentials ROOT =
            new Credentials(Ids.all(0), Ids.all(0), EnumSet.allOf(Capability.class));

    Credentials {
        capabilities = Set.copyOf(capabilities);
    }

    /** Return the credentials of an ordinary user without capabilities. */
    static Credentials user(int uid) {
        return new Credentials(Ids.all(uid), Ids.all(uid), Set.of());
    }

    Credentials withUid(Ids ids) {
        return new Credentials(ids, gid, capabilities);
    }

    Credentials withGid(Ids ids) {
        return new Credentials(uid, ids, capabilities);
    }

    Credentials with(Set<Capability> others) {
        return new Credentials(uid, gid, others);
    }

    boolean has(Capability capability) {
        return capabilities.contains(capability);
    }

    long capabilityMask() {
        return capabilities.stream().mapToLong(Capability::mask).sum();
    }
}
