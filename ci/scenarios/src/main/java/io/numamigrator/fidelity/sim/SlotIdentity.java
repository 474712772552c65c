package io.numamigrator.fidelity.sim;

import static io.numamigrator.fidelity.program.SystemCalls.PR_SET_DUMPABLE;

import io.numamigrator.sim.task.Credentials;
import io.numamigrator.sim.task.Credentials.Ids;
import io.numamigrator.sim.task.Process;

/** Who a process of a scenario is, and how it changes that, by root's rights: the calls that credentials(7) tells of. */
final class SlotIdentity {

    private final Process process;

    SlotIdentity(Process process) {
        this.process = process;
    }

    long setGroup(long[] ids) {
        process.setCredentials(process.credentials().withGid(ids(ids)));
        return 0;
    }

    /** Capabilities are kept until the process says which. */
    long setUser(long[] ids) {
        process.setCredentials(process.credentials().withUid(ids(ids)));
        return 0;
    }

    private static Ids ids(long[] ids) {
        return new Ids((int) ids[0], (int) ids[1], (int) ids[2]);
    }

    long keep(int mask) {
        long kept = mask & Credentials.ROOT.capabilities();
        process.setCredentials(process.credentials().withCapabilities(kept));
        return 0;
    }

    long control(int option, long value) {
        if (option == PR_SET_DUMPABLE) {
            process.dumpable(value != 0);
        }
        return 0;
    }
}
