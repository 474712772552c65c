package io.numamigrator.pages;

/** Writes a code for each page: where it is, or why it has none. */
@FunctionalInterface
public interface PageAnswers {

    /** Replaces the code of page {@code i} of the list in {@code codes[i]}; there may be more codes than pages. */
    void answer(PageList pages, short[] codes);
}
