package io.numamigrator;

import java.io.IOException;

/** Another process, to be looked at and migrated; it waits for its end. */
interface Bystander extends AutoCloseable {

    /** Return the process id. */
    int pid();

    /** Return the pid of its child that has ended and was not waited for. */
    int zombie() throws IOException;

    @Override
    void close();
}
