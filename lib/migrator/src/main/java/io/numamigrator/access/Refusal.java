package io.numamigrator.access;

/**
 * What an errno means, and what to do about it.
 *
 * @param meaning half a sentence, without a full stop
 * @param remedy a sentence in the imperative, without a full stop
 */
public record Refusal(String meaning, String remedy) {}
