package io.numamigrator.cli.where;

/** Is told how far long work has come. */
@FunctionalInterface
public interface Progress {

    /** Progress that nobody looks at. */
    Progress NONE = (what, done, total) -> {};

    /**
     * Take note.
     *
     * @param what what is being done: {@code asking for pages}
     * @param done bytes behind
     * @param total bytes in all, 0 if that is not known
     */
    void at(String what, long done, long total);
}
